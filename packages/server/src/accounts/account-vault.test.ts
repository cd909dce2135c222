import { randomBytes } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDispatcher } from '../outbox/dispatch.ts'
import { makeDesk, send, stateOf } from '../outbox/outbox.case.ts'
import { scriptedTransport } from '../outbox/scripted-transport.case.ts'
import { createSealer, type Sealer } from '../sealing/seal.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { testForms } from '../transports/account-forms.case.ts'
import { type AccountVault, createAccountVault } from './account-vault.ts'
import { createConnections } from './connections.ts'
import { createAccount } from './create-account.ts'
import { updateAccount } from './update-account.ts'
import { startWebhookSecrets } from './webhook-secrets.ts'

const sealerOf = (key = randomBytes(32)) => createSealer(() => [key])
const sealer = sealerOf()
const appSecret = '0123456789abcdef0123456789abcdef'
let database: TestDatabase
let workspaceId: WorkspaceId
let count = 0
const warnings: string[] = []
const log = { warn: (_fields: object, message: string) => void warnings.push(message) }

beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await createSeed(database.pool).workspace()
})
afterAll(() => database[Symbol.asyncDispose]())

const desk = () => ({ pool: database.pool, forms: testForms, sealer, changed: async () => {} })
const connect = async (more: object = {}) => {
  const transport = 'cloud-api' as const
  const input = { transport, phoneNumberId: String(++count), accessToken: 'the-first-token', ...more }
  return (await createAccount(desk(), workspaceId, input)).id
}
function vaultOf(options: { now?: () => number; sealer?: Sealer } = {}) {
  const with_ = options.sealer ?? sealer
  const connections = createConnections({ forms: testForms, keys: with_, fallback: () => undefined })
  return createAccountVault({ db: database.pool, connections, ...options, sealer: with_ })
}

test('an opened account is believed for two seconds; a change here is seen at once, elsewhere after them', async () => {
  let time = Date.now()
  const [here, elsewhere] = [vaultOf({ now: () => time }), vaultOf({ now: () => time })]
  const id = await connect()
  const tokens = async () =>
    Promise.all([here, elsewhere].map(async (vault) => (await vault.accountOf(id)).secrets['accessToken']))
  expect(await tokens()).toEqual(['the-first-token', 'the-first-token'])
  await updateAccount(desk(), workspaceId, id, { accessToken: 'the-second-token' })
  here.forget()
  expect(await tokens()).toEqual(['the-second-token', 'the-first-token'])
  time += 2_000
  expect(await tokens()).toEqual(['the-second-token', 'the-second-token'])
})

test('what could not be opened is asked for anew, and nothing of it is a crash', async () => {
  const id = await connect()
  const vault = vaultOf()
  await database.pool.query(
    `update accounts set secrets = jsonb_set(secrets, '{accessToken,box}', '"AAAA"') where id = $1`,
    [id],
  )
  await expect(vault.accountOf(id)).rejects.toMatchObject({
    retryable: true,
    sentence: expect.stringContaining('damaged'),
  })
  await updateAccount(desk(), workspaceId, id, { accessToken: 'the-second-token' })
  expect((await vault.accountOf(id)).secrets).toEqual({ accessToken: 'the-second-token' })
  await expect(vault.accountOf('01a1fccb-3523-71b0-87fb-70f8ed8d5375')).rejects.toMatchObject({ retryable: false })
})

test('a queued message of which the key is gone says so, is not sent, and goes when the key is back', async () => {
  const people = await makeDesk(database)
  await updateAccount(desk(), people.workspaceId, people.accountId, { accessToken: 'the-first-token' })
  const transport = scriptedTransport()
  const { sends } = await send(database, people)
  const run = (vault: AccountVault) =>
    startDispatcher({ pool: database.pool, transports: { 'cloud-api': transport }, accountOf: vault.accountOf })
  const state = () => stateOf(database, sends[0]?.id)
  {
    await using _dispatcher = run(vaultOf({ sealer: sealerOf() }))
    const said = {
      code: 'provider',
      sentence: expect.stringContaining('accessToken cannot be opened: sealed with the key'),
    }
    await expect.poll(state).toMatchObject({ state: 'queued', error: said })
  }
  expect(transport.sent).toEqual([])
  await using _dispatcher = run(vaultOf())
  await expect.poll(state, { timeout: 60_000 }).toMatchObject({ state: 'accepted' })
  expect(transport.sent).toHaveLength(1)
})

test('what accounts verify webhooks with is at hand, each once, and follows changes of other processes', async () => {
  await using secrets = await startWebhookSecrets({ db: database.pool, sealer, log, everyMilliseconds: 20 })
  expect(secrets.appSecrets()).toEqual([])
  const [first] = [await connect({ appSecret, verifyToken: 'a-verify-token' }), await connect({ appSecret })]
  await expect.poll(() => secrets.appSecrets()).toEqual([appSecret])
  expect(secrets.verifyTokens()).toEqual(['a-verify-token'])
  const next = 'fedcba9876543210fedcba9876543210'
  await updateAccount(desk(), workspaceId, first, { appSecret: next, verifyToken: null })
  await secrets.refresh()
  expect(secrets.appSecrets().toSorted()).toEqual([appSecret, next])
  expect(secrets.verifyTokens()).toEqual([])

  const twilio = { transport: 'twilio' as const, accountSid: 'AC0123456789', authToken: 'an-auth-token-of-the-test' }
  for (const sender of ['+14155238886', '+14155238887']) await createAccount(desk(), workspaceId, { ...twilio, sender })
  await secrets.refresh()
  expect(secrets.authTokensOf('AC0123456789', '14155238887')).toEqual(['an-auth-token-of-the-test'])
  expect(secrets.authTokensOf('AC9999999999', '14155238887')).toEqual([])
})

test('who has the secret of one workspace may not tell of the numbers of another one', async () => {
  await using secrets = await startWebhookSecrets({ db: database.pool, sealer, log })
  const stranger = await createSeed(database.pool).workspace()
  const theirs = 'dddddddddddddddddddddddddddddddd'
  const own = { transport: 'cloud-api' as const, accessToken: 'the-first-token' }
  await createAccount(desk(), workspaceId, { ...own, phoneNumberId: '7001', businessAccountId: '7', appSecret })
  await createAccount(desk(), stranger, { ...own, phoneNumberId: '8001', businessAccountId: '8', appSecret: theirs })
  // A stranger may know the account SID of somebody else.
  const twilio = { transport: 'twilio' as const, accountSid: 'AC0123456789', sender: '+14155238899' }
  await createAccount(desk(), stranger, { ...twilio, authToken: 'a-token-of-the-stranger' })
  await secrets.refresh()
  const about = (numbers: string[], businessAccounts: string[] = []) => ({ numbers, businessAccounts })
  expect(secrets.mayTell(theirs, about(['8001'], ['8']))).toBe(true)
  for (const of of [about(['7001']), about(['8001', '7001']), about([], ['7']), about(['9999']), about([], ['9'])])
    expect([of, secrets.mayTell(theirs, of)]).toEqual([of, false])
  // What nobody connected goes to the oldest workspace.
  expect(secrets.mayTell(appSecret, about(['7001', '9999'], ['9']))).toBe(true)
  expect(secrets.authTokensOf('AC0123456789', '14155238887')).toEqual(['an-auth-token-of-the-test'])
  expect(secrets.authTokensOf('AC0123456789', '14155238899')).toEqual(['a-token-of-the-stranger'])
})

test('webhook secrets of another key are left out with a word in the log', async () => {
  warnings.length = 0
  await using secrets = await startWebhookSecrets({ db: database.pool, sealer: sealerOf(), log })
  expect(secrets.appSecrets()).toEqual([])
  expect(warnings[0]).toMatch(
    /webhooks of an account cannot be verified: The stored \w+ cannot be opened: sealed with the key/,
  )
})
