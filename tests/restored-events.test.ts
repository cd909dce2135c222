import path from 'node:path'
import { expect, test } from 'vitest'
import { createEventFeed } from '../packages/server/src/events/feed.ts'
import { backup } from '../packages/server/src/store/backup/backup.ts'
import { restore } from '../packages/server/src/store/backup/restore.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { temporaryDirectory } from './support/switchboard.ts'

/** @returns the seq of the last one. */
async function append({ pool }: TestDatabase, count: number): Promise<number> {
  const { rows } = await pool.query<{ seq: number }>(
    `with x as materialized (select pg_current_xact_id() as xid)
     insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
     select nextval('events_seq'), now(), uuidv7(), 'message.received', now(), '{}' from x, generate_series(1, $1::int)
     returning seq`,
    [count],
  )
  return rows.at(-1)?.seq ?? 0
}

async function known({ pool }: TestDatabase, ...seqs: number[]): Promise<boolean[]> {
  const feed = createEventFeed({ pool })
  try {
    return await Promise.all(seqs.map((seq) => feed.knows(seq)))
  } finally {
    await feed.close()
  }
}

test('who has read further than the backup is told so, before the log has gone on and after it, and nobody else', async () => {
  using directory = temporaryDirectory()
  await using database = await createTestDatabase()
  const last = await append(database, 3)
  const file = path.join(directory.path, 'all.backup')
  await backup({ connectionString: database.connectionString, to: file })
  const lost = await append(database, 5)
  expect(await known(database, 0, last, lost, lost + 1)).toEqual([true, true, true, false])

  await using restored = await createTestDatabase({ empty: true })
  await restore({ connectionString: restored.connectionString, file })
  expect(await known(restored, 0, last - 1, last, last + 1, lost)).toEqual([true, true, true, false, false])
  const after = await append(restored, 20)
  expect(after).toBeGreaterThan(lost)
  expect(await known(restored, 0, last, last + 1, lost, after, after + 1)).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
  ])
})
