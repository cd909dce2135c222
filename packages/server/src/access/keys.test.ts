import type { WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createAuthenticator } from './authenticate.ts'
import { ensureDefaultWorkspace } from './default-workspace.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { wholeReach } from './principal.ts'

let database: TestDatabase
let workspaceId: WorkspaceId
beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await ensureDefaultWorkspace(database.db)
})
afterAll(() => database[Symbol.asyncDispose]())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const newKey = (expiresAt: Date | null = null) =>
  createKey(database.db, { workspaceId, name: 'test', scopes: ['messages:read'], expiresAt })

/** Counts queries, so that a test can tell what the cache spares. */
function countingAuthenticator(options: { cacheMilliseconds?: number; now?: () => number; adminApiKey?: string } = {}) {
  let queries = 0
  const counted = database.db.withPlugin({
    transformQuery: ({ node }) => {
      queries += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
  return { queries: () => queries, ...createAuthenticator({ db: counted, workspaceId, ...options }) }
}

test('processes that start at once make one default workspace', async () => {
  await using other = await createTestDatabase()
  const ids = await Promise.all(Array.from({ length: 5 }, () => ensureDefaultWorkspace(other.db)))
  expect(new Set(ids).size).toBe(1)
})

test('a key has a recognisable form, and nothing that is stored gives it back', async () => {
  const { id, key, prefix } = await newKey()
  expect(key).toMatch(/^sb_live_[\w-]{43}$/)
  expect(key.startsWith(prefix)).toBe(true)
  const { rows } = await database.pool.query('select api_keys::text as row from api_keys where id = $1', [id])
  expect(rows[0].row).not.toContain(key.slice(prefix.length))
})

test('a key gives its workspace and scopes', async () => {
  const { id, key } = await newKey()
  const principal = await countingAuthenticator().authenticate(bearer(key))
  expect(principal).toEqual({
    kind: 'key',
    id,
    workspaceId,
    name: 'test',
    scopes: new Set(['messages:read']),
    reach: wholeReach,
    limits: { sendPolicy: null, dailyCap: null, countsAs: id, addresses: null, expiresAt: null },
  })
})

test('a key that is asked about again costs no query until it is no longer believed', async () => {
  let time = Date.now()
  const { authenticate, queries } = countingAuthenticator({ now: () => time })
  const { key } = await newKey()
  await authenticate(bearer(key))
  const first = queries()
  for (let i = 0; i < 100; i += 1) await authenticate(bearer(key))
  expect(queries()).toBe(first)
  time += 5_001
  await authenticate(bearer(key))
  expect(queries()).toBe(first + 1)
})

test('when a key was last used is written down, at most once a minute', async () => {
  let time = Date.UTC(2026, 10, 21)
  const { authenticate } = countingAuthenticator({ now: () => time, cacheMilliseconds: 0 })
  const { id, key } = await newKey()
  const lastUsed = async () => (await listKeys(database.db, workspaceId)).find((row) => row.id === id)?.lastUsedAt
  expect(await lastUsed()).toBeNull()
  await authenticate(bearer(key))
  expect(await lastUsed()).toEqual(new Date(time))
  time += 59_000
  await authenticate(bearer(key))
  expect(await lastUsed()).toEqual(new Date(Date.UTC(2026, 10, 21)))
  time += 1_000
  await authenticate(bearer(key))
  expect(await lastUsed()).toEqual(new Date(time))
})

test('an expired key is refused from that moment on, cached or not', async () => {
  let time = Date.now()
  const { authenticate } = countingAuthenticator({ now: () => time })
  const { key } = await newKey(new Date(time + 1_000))
  await authenticate(bearer(key))
  time += 1_000
  await expect(authenticate(bearer(key))).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('a revoked key is refused at once here, and elsewhere when it is no longer believed', async () => {
  let time = Date.now()
  const here = countingAuthenticator({ now: () => time })
  const elsewhere = countingAuthenticator({ now: () => time })
  const { id, key } = await newKey()
  await Promise.all([here.authenticate(bearer(key)), elsewhere.authenticate(bearer(key))])
  const revoked = await revokeKey(database.db, workspaceId, id)
  here.forget()
  await expect(here.authenticate(bearer(key))).rejects.toMatchObject({ code: 'unauthenticated' })
  await elsewhere.authenticate(bearer(key))
  time += 5_001
  await expect(elsewhere.authenticate(bearer(key))).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await revokeKey(database.db, workspaceId, id)).toEqual(revoked)
})

test('a scope that this version does not know gives nothing', async () => {
  const { id, key } = await newKey()
  await database.pool.query(`update api_keys set scopes = '{messages:read,rockets:launch}' where id = $1`, [id])
  const { scopes } = await countingAuthenticator().authenticate(bearer(key))
  expect([...scopes]).toEqual(['messages:read'])
})

test('without an admin key in the environment the header opens nothing, not even when empty', async () => {
  for (const adminApiKey of [undefined, '']) {
    const { authenticate } = createAuthenticator({ db: database.db, workspaceId, adminApiKey })
    for (const given of ['', 'undefined', 'admin123']) {
      await expect(authenticate({ 'x-admin-api-key': given })).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  }
})
