import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { postMessage } from './support/signed-webhook.ts'
import { serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

const run = promisify(execFile)
const scripts = path.join(import.meta.dirname, '../scripts')
const appSecret = 'the app secret of the commands'

interface Contacts {
  readonly items: readonly { readonly id: string }[]
}

async function getJson(url: string, key: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  return { status: response.status, body: await response.json() }
}

test('keys are made, listed and revoked, and people exported and erased, beside a running server', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  const environment = { WHATSAPP_APP_SECRET: appSecret, DATABASE_URL: database.connectionString }
  await using server = await serve(data.path, environment)
  const command = (...args: string[]) => switchboard(data.path, args, environment)
  expect(await postMessage(server.url, appSecret, 'wamid.of-the-commands')).toBe(200)

  const made = await command('key', 'create', 'a test', '--scopes', 'contacts:read,messages:read')
  expect(made.code, made.stderr).toBe(0)
  const key = made.stdout.trim()
  expect(key).toMatch(/^sb_live_\S+$/)
  expect(made.stderr).toContain('contacts:read, messages:read')
  expect((await command('key', 'list')).stdout).toMatch(/a test +never used +contacts:read, messages:read/)
  const contacts = async () => ((await getJson(`${server.url}/v1/contacts`, key)).body as Contacts).items
  await expect.poll(contacts, { timeout: 60_000 }).toHaveLength(1)
  const id = (await contacts())[0]?.id ?? ''

  const exported = await command('contact', 'export', id)
  expect(exported.code, exported.stderr).toBe(0)
  const kinds = exported.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  expect(kinds[0]).toBe('contact')
  expect(kinds).toContain('message')
  const unsure = await command('contact', 'erase', id)
  expect([unsure.code, unsure.stderr]).toEqual([1, expect.stringContaining('--yes')])
  expect(await contacts()).toHaveLength(1)
  const erased = await command('contact', 'erase', id, '--yes')
  expect([erased.code, erased.stdout]).toEqual([0, expect.stringMatching(/^Erased: .*messages 1/)])
  expect(((await getJson(`${server.url}/v1/messages`, key)).body as Contacts).items).toEqual([])
  expect((await command('contact', 'export', id)).stdout).not.toContain('of-the-commands')
  expect((await command('contact', 'erase', id, '--yes')).code).toBe(1)

  const { rows } = await database.pool.query(
    `select target, client_name from audit where interface = 'cli' order by seq`,
  )
  expect(rows).toEqual(
    ['key create', 'contact export', 'contact erase', 'contact export'].map((done) => ({
      target: `switchboard ${done}`,
      client_name: 'switchboard',
    })),
  )
  const revoked = await command('key', 'revoke', key)
  expect(revoked.stdout).toContain('Revoked "a test"')
  expect((await command('key', 'list')).stdout).toMatch(/a test +revoked/)
  const status = async () => (await getJson(`${server.url}/v1/contacts`, key)).status
  await expect.poll(status, { timeout: 60_000, interval: 200 }).toBe(401)
  expect((await command('key', 'revoke', 'sb_live_nothing')).code).toBe(1)
}, 120_000)

test('a key is made with what is done with what it sends', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  const command = (...args: string[]) => switchboard(data.path, args, { DATABASE_URL: database.connectionString })
  expect((await command('key', 'list')).stdout).toBe('No key yet. "switchboard key create NAME" makes one.\n')
  await command('key', 'create', 'robot', '--scopes', 'messages:send', '--sends', 'approve')
  expect((await command('key', 'list')).stdout).toMatch(/robot +never used +messages:send \(sends: approve\)/)
  expect((await command('contact', 'export', '+15550100142')).stderr).toContain('GET /v1/contacts?q=')
  const refused = await command('key', 'create', 'robot', '--sends', 'maybe')
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('allow, approve, block')])
}, 120_000)

test('migrate makes the schema once; an address that does not answer is said without its password', async () => {
  using data = temporaryDirectory()
  const first = await switchboard(data.path, ['migrate'])
  expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^Done: \d+ migrations ran\.\n$/)])
  expect((await switchboard(data.path, ['migrate'])).stdout).toBe('The schema is up to date.\n')
  const nowhere = 'postgresql://someone:hunter2@127.0.0.1:1/switchboard'
  const failed = await switchboard(data.path, ['migrate'], { DATABASE_URL: nowhere })
  expect(failed.code).toBe(1)
  expect(failed.stderr).toContain('127.0.0.1:1')
  expect(failed.stderr).not.toContain('hunter2')
}, 120_000)

test('scripts/send_test_webhook.sh sends a message that is kept, whatever its text', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  await using server = await serve(data.path, { DATABASE_URL: database.connectionString })
  const text = `It's "50 %" \\ of\n£9 \${x}`
  // With the secret that the server generated.
  const env = { ...process.env, SWITCHBOARD_URL: server.url, SWITCHBOARD_DATA_DIR: data.path, WHATSAPP_APP_SECRET: '' }
  const sent = await run(path.join(scripts, 'send_test_webhook.sh'), [text, '447700900123'], { env })
  expect(sent.stdout).toContain('200: kept')
  const texts = async () => (await database.pool.query<{ text: string }>('select text from messages')).rows
  await expect.poll(texts, { timeout: 60_000 }).toEqual([{ text: text.replace('\n', ' ') }])
  const wrong = run(path.join(scripts, 'send_test_webhook.sh'), [], { env: { ...env, WHATSAPP_APP_SECRET: 'another' } })
  await expect(wrong).rejects.toMatchObject({ stdout: expect.stringContaining('invalid-signature') as unknown })
})

test('scripts/send_whatsapp_message.sh asks for what it lacks', async () => {
  const script = path.join(scripts, 'send_whatsapp_message.sh')
  const env = { PATH: process.env.PATH, ADMIN_API_KEY: 'k', SWITCHBOARD_URL: 'http://127.0.0.1:1' }
  await expect(run(script, [], { env })).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Whom to') })
  await expect(run(script, ['15550100200'], { env })).rejects.toMatchObject({ code: 7 })
})

test('replay says which path is not there, and when a folder holds no body', async () => {
  using data = temporaryDirectory()
  const missing = await switchboard(data.path, ['replay', path.join(data.path, 'missing')])
  expect(missing.stderr).toMatch(/^\S+missing cannot be read: ENOENT/)
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  await using database = await createTestDatabase()
  const empty = await switchboard(data.path, ['replay', scripts], { DATABASE_URL: database.connectionString })
  expect(empty).toMatchObject({ code: 1, stdout: '' })
  expect(empty.stderr).toContain('No body was found')
  const file = path.join(data.path, 'body.json')
  writeFileSync(file, '{"object":"whatsapp_business_account","entry":[]}')
  const one = () => switchboard(data.path, ['replay', file], { DATABASE_URL: database.connectionString })
  expect((await one()).stdout).toBe('1 body stored and projected; there already: 0; not readable: 0.\n')
  expect((await one()).stdout).toBe('0 bodies stored and projected; there already: 1; not readable: 0.\n')
  const twice = await switchboard(data.path, ['replay', '--failed', '--since', '2026-11-21'])
  expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('Say one thing to replay') as unknown })
})

test('a reader that has seen enough ends a command quietly', async () => {
  const program = path.join(import.meta.dirname, '../packages/cli/src/program.ts')
  const script = `import { run } from ${JSON.stringify(program)}
    await run(['node', 'switchboard', 'key', '--help'])
    process.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))`
  const ended = await run(process.execPath, ['--input-type=module', '--eval', script])
  expect(ended.stderr).toBe('')
})
