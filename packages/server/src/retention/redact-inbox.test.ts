import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { redactInbox } from './redact-inbox.ts'

async function redacted(body: string, names: readonly string[]): Promise<string> {
  await using database = await createTestDatabase()
  await database.pool.query(
    `insert into inbox (seq, transport, shard, body, body_sha256, received_at) values (1, 'cloud-api', 0, $1, $2, now())`,
    [Buffer.from(body), createHash('sha256').update(body).digest()],
  )
  expect(await redactInbox(database.pool, new Set(names))).toMatchObject({ bodiesRedacted: 1 })
  const { rows } = await database.pool.query<{ body: Buffer }>('select body from inbox')
  return String(rows[0]?.body)
}

test('a name that the body writes with escapes is found', async () => {
  const body = String.raw`{"statuses":[{"id":"wamid.a\/b"},{"id":"wamid.other"}]}`
  expect(await redacted(body, ['wamid.a/b'])).toBe('{"statuses":[{"id":"wamid.other"}]}')
})

test('any of very many names is found', async () => {
  const names = Array.from({ length: 20_000 }, (_, number) => `wamid.${number}`)
  const body = JSON.stringify({ statuses: [{ id: 'wamid.19999' }, { id: 'wamid.other' }] })
  expect(await redacted(body, names)).toBe('{"statuses":[{"id":"wamid.other"}]}')
})

test('a body that is no JSON goes whole where it names the person', async () => {
  expect(await redacted('From=whatsapp%3A%2B15550100&Body=Hello', ['15550100'])).toBe('')
})
