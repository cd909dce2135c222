import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.ts'
import { migrate, NewerSchemaError } from './migrate.ts'

test('two processes that migrate an empty database at once: each migration runs once', async () => {
  await using database = await createTestDatabase({ empty: true })
  const ran = await Promise.all([migrate(database.db), migrate(database.db)])
  const all = ran.flat()
  expect(all.length).toBeGreaterThan(0)
  expect(new Set(all).size).toBe(all.length)
  expect(await migrate(database.db)).toEqual([])
})

test('a schema of a newer version is refused with what to do, and left alone', async () => {
  await using database = await createTestDatabase()
  await database.pool.query(`insert into kysely_migration (name, timestamp) values ('29990101T0000-later', '2999')`)
  await expect(migrate(database.db)).rejects.toThrow(NewerSchemaError)
  await expect(migrate(database.db)).rejects.toThrow(/newer Switchboard.*29990101T0000-later/)
})
