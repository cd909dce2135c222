import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

test('doctor says what a start would refuse of the data directory', async () => {
  using data = temporaryDirectory()
  const file = path.join(data.path, 'a-file')
  writeFileSync(file, '')
  const inFile = await switchboard(data.path, ['doctor', '--data-dir', path.join(file, 'data')], { PORT: '0' })
  expect([inFile.code, inFile.stderr]).toEqual([1, ''])
  expect(inFile.stdout).toMatch(/✗ disk +\S+a-file is not a directory\n {14}Run this as .*name another/)

  const other = path.join(data.path, 'other')
  mkdirSync(path.join(other, 'postgres'), { recursive: true })
  writeFileSync(path.join(other, 'postgres/PG_VERSION'), '17\n')
  const older = await switchboard(data.path, ['doctor', '--data-dir', other], { PORT: '0' })
  expect(older.code).toBe(1)
  expect(older.stdout).toMatch(/✗ database +\S+ was made by Postgres 17; .*brings Postgres 18.*switchboard restore/)
  expect(older.stdout).toMatch(/Mend what is marked ✗.*\n$/)
})

test('doctor shows values that no address takes in full, and those that this one refuses once', async () => {
  using data = temporaryDirectory()
  const environment = { HOST: '0.0.0.0', PORT: '0', RETENTION_DAYS: 'long', ADMIN_API_KEY: 'admin123' }
  const { code, stdout } = await switchboard(data.path, ['doctor'], environment)
  expect(code).toBe(1)
  expect(stdout.split('ADMIN_API_KEY is "admin123"')).toHaveLength(2)
  expect(stdout).toMatch(
    /✗ values +RETENTION_DAYS must be .*\n {14} {2}for example RETENTION_DAYS=730\n {14}refused on this address.*: 3\n/,
  )
})

test('doctor beside a running server does not ask to start one, and says which port that uses', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  await using server = await serve(data.path, { DATABASE_URL: database.connectionString })
  const { code, stdout } = await switchboard(data.path, ['doctor'], { DATABASE_URL: database.connectionString })
  expect(code).toBe(0)
  expect(stdout).toContain(`the running server uses ${new URL(server.url).port}; these settings name 8000`)
  expect(stdout).toMatch(/\nAll is well\.\n$/)
})
