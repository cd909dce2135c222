import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../store/database.ts'
import { startEmbeddedPostgres } from '../../store/embedded/start.ts'
import { migrate } from '../../store/migrate.ts'
import { createInbox } from './inbox.ts'
import { InboxUnavailableError } from './inbox-errors.ts'

test('what was acknowledged before Postgres was killed is there once afterwards, and the inbox recovers by itself', async () => {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'switchboard-crash-'))
  const postgres = await startEmbeddedPostgres({ dataDirectory })
  const database = openDatabase({ connectionString: postgres.connectionString() })
  const inbox = createInbox({ pool: database.pool })
  try {
    await migrate(database.db)
    const acknowledged: string[] = []
    const refused: unknown[] = []
    let killed = false
    const send = async (sender: number): Promise<void> => {
      let acknowledgedSince = 0
      for (let i = 0; acknowledgedSince < 5; i++) {
        const text = `body ${i} of ${sender}`
        try {
          await inbox.commit(Buffer.from(text), 'cloud-api', 0)
          acknowledged.push(text)
          // Those after the kill count only once the failure was seen.
          if (killed && refused.length > 0) acknowledgedSince += 1
        } catch (error) {
          refused.push(error)
        }
      }
    }
    const sending = Promise.all(Array.from({ length: 16 }, (_, sender) => send(sender)))
    await expect.poll(() => acknowledged.length, { interval: 5, timeout: 60_000 }).toBeGreaterThan(100)
    killed = true
    process.kill(postgres.pid, 'SIGKILL')
    await sending

    expect(refused.filter((error) => !(error instanceof InboxUnavailableError))).toEqual([])
    expect(refused).not.toEqual([])
    const { rows } = await database.pool.query<{ body: Buffer }>('select body from inbox')
    const stored = new Set(rows.map((row) => row.body.toString()))
    expect(stored.size).toBe(rows.length)
    expect(acknowledged.filter((text) => !stored.has(text))).toEqual([])
  } finally {
    await inbox.close()
    await database[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
})
