import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetFormerKeys, rotateKeys } from '../packages/server/src/compose-key-rotation.ts'
import { loadSettings } from '../packages/server/src/config/load.ts'
import { signingSecret } from '../packages/server/src/people/signing-secret.ts'
import { createSealer } from '../packages/server/src/sealing/seal.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { Browser, passphrase } from './support/browser.ts'
import { type Running, serve, start, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * The key under which secrets are kept is changed beside a server that runs, and whoever does it is killed in the middle: the
 * server opens what the former key sealed and what the new one did, and the second attempt goes on where the first ended.
 */
const admin = { 'x-admin-api-key': 'the owner of this test', 'content-type': 'application/json' }
const directory = temporaryDirectory()
const file = path.join(directory.path, 'encryption-key')
let database: TestDatabase
let server: Running
let environment: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  environment = { DATABASE_URL: database.connectionString, ADMIN_API_KEY: admin['x-admin-api-key'], LOG_LEVEL: 'debug' }
  server = await serve(directory.path, environment)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const keysOfFile = () => readFileSync(file, 'utf8').trim().split('\n')
const settings = () => loadSettings({ environment: { ...environment, SWITCHBOARD_DATA_DIR: directory.path } })
const rotate = () => rotateKeys(database, settings())
const forget = () => forgetFormerKeys(database, settings())

/** Whether the server opens what is stored: it answers Meta's check of an address with each number's own verify token. */
async function verifies(token: string): Promise<boolean> {
  const query = `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=42`
  return (await fetch(`${server.url}/webhooks/whatsapp?${query}`)).status === 200
}

async function connect(number: string): Promise<void> {
  const body = {
    transport: 'cloud-api',
    phoneNumberId: number,
    accessToken: `EAAG${number}`,
    verifyToken: `v-${number}`,
  }
  const options = { method: 'POST', headers: admin, body: JSON.stringify(body) }
  expect((await fetch(`${server.url}/v1/accounts`, options)).status).toBe(201)
}

async function keysInUse(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ key: string; n: number }>(
    `select value->>'key' as key, count(*)::int as n from accounts, jsonb_each(secrets) group by 1`,
  )
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]))
}

/** The owner, who has codes of an app beside the password. */
async function personWithCodes() {
  const email = 'tina@example.com'
  const browser = new Browser(server.url)
  const link = /(\/welcome\?token=\S+)/.exec(server.stdout())?.[1] ?? ''
  await browser.join(link, { name: 'Tina', email, password: passphrase })
  const enabled = await browser.ask('POST', '/api/auth/two-factor/enable', { password: passphrase })
  const seed = new URL(String(enabled.json['totpURI'])).searchParams.get('secret') ?? ''
  const code = () => createOTP(Buffer.from(base32.decode(seed)).toString()).totp()
  expect((await browser.ask('POST', '/api/auth/two-factor/verify-totp', { code: await code() })).status).toBe(200)
  return {
    seed,
    /** At the server that runs now. */
    async signsIn() {
      const next = new Browser(server.url)
      expect((await next.signIn(email)).text).toContain('One more step')
      return (await next.form('/sign-in/code', { code: await code() })).status === 303
    },
  }
}

/** More than one batch of numbers, as this server would have sealed them. */
async function seedNumbers(count: number): Promise<string[]> {
  const sealer = createSealer(settings().secrets.keyring.keysFor('account secrets'))
  const ids = Array.from({ length: count }, () => uuidv7())
  const sealed = ids.map((id) => JSON.stringify({ verifyToken: sealer.seal(id, 'verifyToken', `v-${id}`) }))
  await database.pool.query(
    `insert into accounts (id, workspace_id, transport, external_id, secrets)
     select id, (select id from workspaces limit 1), 'cloud-api', id::text, secrets::jsonb from unnest($1::uuid[], $2::text[]) t (id, secrets)`,
    [ids, sealed],
  )
  return ids
}

test('a rotation that is killed in the middle leaves a server that opens all, and is brought to its end by the next', async () => {
  await connect('15550100100021')
  const ids = await seedNumbers(150)
  await using holder = await held(database.connectionString, ids.at(-1) ?? '')
  const rotation = start(directory.path, ['key', 'rotate'], environment)
  // The first batch is committed, the second waits for the row that is held.
  await expect.poll(async () => Object.values(await keysInUse()).length).toBe(2)
  await expect(rotate()).rejects.toThrow('Another rotation is under way')
  rotation.child.kill('SIGKILL')
  await rotation.ended
  await holder.release()
  expect(keysOfFile()).toHaveLength(2)
  await connect('15550100100022')
  for (const number of ['15550100100021', '15550100100022', ids[0], ids.at(-1)])
    await expect.poll(() => verifies(`v-${number}`)).toBe(true)

  await expect(forget()).rejects.toThrow('First: switchboard key rotate')
  const finished = await switchboard(directory.path, ['key', 'rotate'], environment)
  expect(finished.stdout).toMatch(/^\d+ of 15\d stored secrets were encrypted anew\./)
  expect(finished.stdout).not.toContain('A new key was made')
  expect(Object.values(await keysInUse())).toEqual([154])
  for (const number of ['15550100100021', '15550100100022', ids[0], ids.at(-1)])
    await expect.poll(() => verifies(`v-${number}`)).toBe(true)
  expect(await forget()).toBe(1)
  expect(keysOfFile()).toHaveLength(1)
  expect(await verifies(`v-${ids[0]}`)).toBe(true)
})

test('a key of the environment takes the place of the one in the file, and of a former one', async () => {
  const [inFile = ''] = keysOfFile()
  const tina = await personWithCodes()
  const [one, two] = [Buffer.alloc(32, 3).toString('base64'), Buffer.alloc(32, 4).toString('base64')]
  // Beside those of the numbers there are others, which the server made for itself.
  const { total } = await rotate()
  const all = { total, resealed: total }
  environment = { ...environment, SWITCHBOARD_KEY: one }
  // The server that runs has never heard of it.
  await expect(rotate()).rejects.toThrow('was started without this SWITCHBOARD_KEY')
  await server[Symbol.asyncDispose]()
  server = await serve(directory.path, environment)
  expect(await rotate()).toMatchObject({ kind: 'environment', madeKey: false, ...all })
  expect(await forget()).toBe(2)
  expect(() => keysOfFile()).toThrow('ENOENT')
  environment = { ...environment, SWITCHBOARD_KEY: two, SWITCHBOARD_KEY_PREVIOUS: one }
  await expect(rotate()).rejects.toThrow('was started without this SWITCHBOARD_KEY')
  await server[Symbol.asyncDispose]()
  server = await serve(directory.path, environment)
  await expect.poll(() => verifies('v-15550100100021')).toBe(true)
  expect(await rotate()).toMatchObject({ ...all, unreadable: [] })
  await expect.poll(() => verifies('v-15550100100022')).toBe(true)
  // What opens the seed of their codes is itself sealed: under each of the keys in turn, and to nobody without one.
  expect(await tina.signsIn()).toBe(true)
  const without = createSealer(() => [randomBytes(32)])
  expect(await signingSecret(database.pool, without)).toBeUndefined()
  const { rows: kept } = await database.pool.query('select t.*, s.* from auth."twoFactor" t, auth.signing s')
  expect([kept.length, JSON.stringify(kept).includes(tina.seed)]).toEqual([1, false])
  const said = server.stdout() + server.stderr()
  for (const secret of [inFile, one, two, 'EAAG155501001000']) expect(said).not.toContain(secret)
})

test('a sealed value that was put into another row, or changed, opens nothing and is told apart', async () => {
  const one = '15550100100021'
  const other = '15550100100022'
  const idOf = async (number: string) => {
    const { rows } = await database.pool.query<{ id: string }>('select id from accounts where external_id = $1', [
      number,
    ])
    return rows[0]?.id
  }
  await database.pool.query(
    `update accounts set secrets = (select secrets from accounts where external_id = $1) where external_id = $2`,
    [one, other],
  )
  const torn = `update accounts set secrets = jsonb_set(secrets, '{accessToken,box}', to_jsonb($1::text)) where external_id = $2`
  await database.pool.query(torn, [Buffer.alloc(40).toString('base64'), one])
  const check = async (number: string) =>
    (
      await fetch(`${server.url}/v1/accounts/${await idOf(number)}/check`, {
        method: 'POST',
        headers: { 'x-admin-api-key': admin['x-admin-api-key'] },
      })
    ).json()
  for (const number of [one, other])
    expect(JSON.stringify(await check(number))).toContain(
      'The stored accessToken is damaged or belongs elsewhere. Save it again.',
    )
  await expect.poll(() => verifies(`v-${other}`)).toBe(false)
  expect(await verifies(`v-${one}`)).toBe(true)
})

test('the audit says that the key was changed', async () => {
  const { rows } = await database.pool.query<{ target: string }>(
    `select target from audit where target like 'switchboard key%' order by seq`,
  )
  expect(rows).toEqual([{ target: 'switchboard key rotate' }])
})

/** A row that somebody else is changing. */
async function held(connectionString: string, id: string) {
  const client = new pg.Client({ connectionString, application_name: 'holds a row' })
  await client.connect()
  await client.query('begin')
  await client.query('select from accounts where id = $1 for update', [id])
  const release = async () => {
    await client.end()
  }
  let released: Promise<void> | undefined
  return {
    release: () => (released ??= release()),
    [Symbol.asyncDispose]: () => (released ??= release()),
  }
}
