import type { AccountId, ContactId, WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { createAuthenticator } from './authenticate.ts'
import { ensureDefaultWorkspace } from './default-workspace.ts'
import { type CreateKeyOptions, createKey, revokeKey } from './keys.ts'
import { replaceKey } from './replace-key.ts'

let database: TestDatabase
let workspaceId: WorkspaceId
beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await ensureDefaultWorkspace(database.db)
})
afterAll(() => database[Symbol.asyncDispose]())

let time = Date.now()
const authenticator = () => createAuthenticator({ db: database.db, workspaceId, now: () => time })
const from = (ip: string) => ({ ip, method: 'GET' })
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const newKey = (more: Partial<CreateKeyOptions> = {}) =>
  createKey(database.db, { workspaceId, name: 'shop', scopes: ['messages:send'], ...more })
const rotate = (id: Awaited<ReturnType<typeof newKey>>['id'], overlapMilliseconds = 3_600_000, more = {}) =>
  replaceKey(database.db, { workspaceId, id, overlapMilliseconds, madeBy: 'cli:cli', ...more })

test('a key that is bound to addresses is refused from others, and where the address is not known', async () => {
  const { key } = await newKey({ addresses: ['203.0.113.9/24', '2001:db8::/32'] })
  const { authenticate } = authenticator()
  for (const ip of ['203.0.113.1', '::ffff:203.0.113.1', '2001:db8:5::1'])
    expect(await authenticate(bearer(key), from(ip))).toMatchObject({ name: 'shop' })
  for (const ip of ['203.0.114.1', '::ffff:203.0.114.1', '2001:db9::1', '127.0.0.1'])
    await expect(authenticate(bearer(key), from(ip))).rejects.toMatchObject({ code: 'address-not-allowed' })
  await expect(authenticate(bearer(key))).rejects.toMatchObject({ code: 'address-not-allowed' })
})

test('a list of which nothing is an address lets nobody in', async () => {
  const { key } = await newKey({ addresses: ['somewhere'] })
  await expect(authenticator().authenticate(bearer(key), from('203.0.113.1'))).rejects.toMatchObject({
    code: 'address-not-allowed',
  })
})

test('a key reaches whom it names, and them still after two contacts turned out to be one person', async () => {
  const seed = createSeed(database.pool)
  const accounts = [await seed.account(workspaceId)] as AccountId[]
  const named = (await seed.contact(workspaceId, { phone: '+4915112345001' })) as ContactId
  const survivor = (await seed.contact(workspaceId, { phone: '+4915112345002' })) as ContactId
  const { key } = await newKey({ accounts, contacts: [named] })
  expect((await authenticator().authenticate(bearer(key))).reach).toEqual({ accounts, contacts: [named] })
  await database.pool.query('update contacts set merged_into = $2 where id = $1', [named, survivor])
  const { reach } = await authenticator().authenticate(bearer(key))
  expect(new Set(reach.contacts)).toEqual(new Set([named, survivor]))
})

test('a rotated key works beside the new one until the overlap is over, with the same limits and one count', async () => {
  time = Date.now()
  const key = await newKey({ dailyCap: 5, addresses: ['203.0.113.0/24'], sendPolicy: 'approve' })
  const { made, former } = await rotate(key.id)
  expect(former).toMatchObject({ id: key.id, replacedBy: made.id })
  const { authenticate } = authenticator()
  const [before, after] = await Promise.all(
    [key.key, made.key].map((each) => authenticate(bearer(each), from('203.0.113.1'))),
  )
  expect(after).toEqual({ ...before, id: made.id, limits: { ...before?.limits, expiresAt: null } })
  expect(after?.limits).toMatchObject({ dailyCap: 5, countsAs: key.id, sendPolicy: 'approve' })
  time = Date.now() + 3_600_001
  await expect(authenticate(bearer(key.key), from('203.0.113.1'))).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await authenticate(bearer(made.key), from('203.0.113.1'))).toMatchObject({ id: made.id })
  time = Date.now()
})

test('a key is replaced once, and not when it is revoked or has expired', async () => {
  const [twice, revoked, expired] = [await newKey(), await newKey(), await newKey({ expiresAt: new Date(1) })]
  await revokeKey(database.db, workspaceId, revoked.id)
  const results = await Promise.allSettled([rotate(twice.id), rotate(twice.id), rotate(revoked.id), rotate(expired.id)])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
})

test('rotating does not lengthen a life unless that is asked for', async () => {
  time = Date.now() + 1_000
  const expiresAt = new Date(Date.now() + 60_000)
  const key = await newKey({ expiresAt })
  const { made, former } = await rotate(key.id)
  expect([made.expiresAt, former.expiresAt]).toEqual([expiresAt, expiresAt])
  const later = new Date(Date.now() + 86_400_000)
  const next = await rotate(made.id, 0, { expiresAt: later })
  expect(next.made.expiresAt).toEqual(later)
  await expect(authenticator().authenticate(bearer(made.key))).rejects.toMatchObject({ code: 'unauthenticated' })
})
