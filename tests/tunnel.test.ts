import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startCloudflared } from '../packages/cli/src/tunnel/cloudflared.ts'
import { createTestDatabase, type TestDatabase } from '../packages/server/src/testing/index.ts'
import { start, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * `switchboard tunnel` with a stand-in for cloudflared, which the test cannot install and whose edge it could not reach: a program of
 * that name that says what the real one says. What Cloudflare's edge would pass on, the test asks for with the tunnel's name as host.
 */
const host = 'some-quiet-words.trycloudflare.com'
const says = (lines: string) => `#!/bin/sh
[ "$1" = --version ] && exit 0
echo "$@" >"$(dirname "$0")/arguments"
cat >&2 <<'END'
2026-11-21T10:00:00Z INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment.
2026-11-21T10:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...
${lines}
END
`
const box = `2026-11-21T10:00:03Z INF +--------------------------------------------------------------------------------------------+
2026-11-21T10:00:03Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |
2026-11-21T10:00:03Z INF |  https://${host}                                                 |
2026-11-21T10:00:03Z INF +--------------------------------------------------------------------------------------------+`
const refused =
  '2026-11-21T10:00:03Z ERR Error unmarshaling QuickTunnel response: error code: 1015 url=https://api.trycloudflare.com/tunnel status_code="429 Too Many Requests"'

const directory = temporaryDirectory()
const bin = path.join(directory.path, 'bin')
let database: TestDatabase
let environment: Record<string, string>

function install(program: string): void {
  mkdirSync(bin, { recursive: true })
  writeFileSync(path.join(bin, 'cloudflared'), program)
  chmodSync(path.join(bin, 'cloudflared'), 0o755)
}

beforeAll(async () => {
  database = await createTestDatabase()
  const tools = `${path.dirname(process.execPath)}:/usr/bin:/bin`
  environment = {
    PATH: `${bin}:${tools}`,
    DATABASE_URL: database.connectionString,
    PORT: '0',
    ADMIN_API_KEY: 'the owner of this test',
    WHATSAPP_VERIFY_TOKEN: 'words-of-this-test',
  }
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const serverUrl = () =>
  (JSON.parse(readFileSync(path.join(directory.path, 'server.json'), 'utf8')) as { url: string }).url

/** As Cloudflare's edge passes it on. */
function through(address: string, url = serverUrl()): Promise<number | undefined> {
  const headers = { host, 'cf-connecting-ip': '203.0.113.9', 'x-admin-api-key': 'the owner of this test' }
  return new Promise((resolve, reject) => {
    const request = http.get(new URL(address, url), { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
  })
}

test('without cloudflared it says how to install it, and starts nothing', async () => {
  const tunnel = await switchboard(directory.path, ['tunnel'], environment)
  expect(tunnel.code).toBe(1)
  expect(tunnel.stderr).toContain('cloudflared is not installed')
  expect(tunnel.stderr).toMatch(/Install it: .*cloudflared/)
})

test('where Cloudflare gives none it says so with its words, and takes no address of another kind for the tunnel’s', async () => {
  install(says(refused))
  vi.stubEnv('PATH', environment['PATH'])
  const opening = startCloudflared('http://127.0.0.1:9', path.join(directory.path, 'tunnel.log'))
  await expect(opening).rejects.toThrow(/429 Too Many Requests"\n.*wait some minutes/)
  vi.unstubAllEnvs()
})

test('a tunnel opens with the server, brings webhooks and nothing else, and is closed with it', async () => {
  install(`${says(box)}exec sleep 300\n`)
  const running = start(directory.path, ['tunnel'], environment)
  await expect.poll(running.stdout).toContain('Public address')
  expect(running.stdout()).toContain(`https://${host}/webhooks/whatsapp`)
  expect(readFileSync(path.join(bin, 'arguments'), 'utf8')).toContain(`--url ${serverUrl()}`)
  expect((await switchboard(directory.path, ['tunnel', 'url'], environment)).stdout).toBe(`https://${host}\n`)

  const challenge = '/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=words-of-this-test&hub.challenge=42'
  await expect.poll(() => through('/v1/me')).toBe(403)
  expect(await through(challenge)).toBe(200)
  for (const address of ['/app/', '/sign-in', '/mcp', '/docs', '/health/ready', '/metrics'])
    expect([address, await through(address)]).toEqual([address, 403])
  const logs = start(directory.path, ['tunnel', 'logs'], environment)
  await expect.poll(logs.stdout).toContain('Your quick Tunnel has been created!')
  logs.child.kill('SIGTERM')
  expect(await logs.ended).toMatchObject({ code: 0 })

  const url = serverUrl()
  const closed = await switchboard(directory.path, ['tunnel', 'down', '--all'], environment)
  expect(closed.stdout).toContain(`Closed https://${host}`)
  expect(await running.ended).toMatchObject({ code: 0 })
  await expect(through('/v1/me', url)).rejects.toThrow()
})
