import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

test('a restore beside another key says what is locked, where the key goes, and nothing once it is there', async () => {
  using first = temporaryDirectory()
  using second = temporaryDirectory()
  await using database = await createTestDatabase()
  const environment = { DATABASE_URL: database.connectionString }
  {
    await using _server = await serve(first.path, environment)
  }
  const file = path.join(first.path, 'all.backup')
  const backedUp = await switchboard(first.path, ['backup', file], environment)
  expect(backedUp.stdout).toContain(`Keep a copy of ${first.path}/encryption-key too`)
  await database.pool.end()

  const restore = () => switchboard(second.path, ['restore', file, '--force'], environment)
  const elsewhere = await restore()
  expect(elsewhere.code, elsewhere.stderr).toBe(0)
  expect(elsewhere.stdout).toMatch(/\n1 stored secret\(s\) are encrypted with a key of the server that was backed up/)
  expect(elsewhere.stdout).toContain(`into the place of ${second.path}/encryption-key`)
  const given = { ...environment, SWITCHBOARD_KEY: Buffer.alloc(32, 7).toString('base64') }
  expect((await switchboard(first.path, ['restore', file, '--force'], given)).stdout).not.toContain('stored secret')

  copyFileSync(path.join(first.path, 'encryption-key'), path.join(second.path, 'encryption-key'))
  const beside = await restore()
  expect([beside.code, beside.stdout]).toEqual([0, expect.not.stringContaining('stored secret')])
})
