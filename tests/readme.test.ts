import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { serve, serveFirst, switchboard, temporaryDirectory } from './support/switchboard.ts'

const root = path.join(import.meta.dirname, '..')

test('what the README says: start, demo, ask, stop', async () => {
  using data = temporaryDirectory()
  const first = await serveFirst(data.path)
  expect(first.stdout()).toMatch(/Webhook +http:\/\/127\.0\.0\.1:\d+\/webhooks\/whatsapp/)
  expect(first.stdout()).toContain('verify token: dev-verify-token')
  for (const client of ['Claude Code', 'Claude Desktop', 'Cursor']) expect(first.stdout()).toContain(client)

  // Another terminal does not know where this one keeps its data.
  expect(first.stdout()).toContain(`Try next        SWITCHBOARD_DATA_DIR='${data.path}' make demo\n`)

  const demo = await switchboard(data.path, ['demo'])
  expect(demo.code, demo.stderr).toBe(0)
  expect(demo.stdout).toMatch(/A morning +\d\d webhooks/)
  expect(demo.stdout).toMatch(/Search {2}GET \/v1\/search\?q=.*\n +\d\d:\d\d [←→] /)
  expect(demo.stdout).toMatch(/MCP +tools\/call list_conversations .*\n {2}\S+/)

  const other = await switchboard(data.path, ['demo'], { WHATSAPP_APP_SECRET: 'another one' })
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('started with another WHATSAPP_APP_SECRET')])

  const address = `${first.url}/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=dev-verify-token&hub.challenge=test_challenge`
  expect(await (await fetch(address)).text()).toBe('test_challenge')
  expect((await fetch(`${first.url}/docs`)).status).toBe(200)
  await first[Symbol.asyncDispose]()
  expect((await first.ended).code).toBe(0)
})

test('the address that Meta is told stands in the log where it is a public one', async () => {
  using data = temporaryDirectory()
  await using server = await serve(data.path, { PUBLIC_BASE_URL: 'https://wa.example.com' })
  expect(server.stderr()).toContain('Webhook Callback URL for Meta: https://wa.example.com/webhooks/whatsapp')
})

test('the printed client configurations work as they are', async () => {
  using data = temporaryDirectory()
  await using server = await serve(data.path)
  const cursor = JSON.parse(/Cursor +(\{.*\})/.exec(server.stdout())?.[1] ?? '{}') as {
    mcpServers: { switchboard: { url: string; headers: Record<string, string> } }
  }
  const { url, headers } = cursor.mcpServers.switchboard
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('search_messages')
  const desktop = JSON.parse(/Claude Desktop +(\{.*\})/.exec(server.stdout())?.[1] ?? '{}') as {
    mcpServers: { switchboard: { args: string[] } }
  }
  expect(readFileSync(desktop.mcpServers.switchboard.args[0] ?? '', 'utf8')).toContain('#!/usr/bin/env node')
})

test('doctor and config explain without telling secrets', async () => {
  using data = temporaryDirectory()
  const environment = { WHATSAPP_TOKEN: 'a-token-of-meta', PORT: '0' }
  const doctor = await switchboard(data.path, ['doctor'], environment)
  expect(doctor.code).toBe(0)
  expect(doctor.stdout).toMatch(/WHATSAPP_ACCESS_TOKEN .* environment, as WHATSAPP_TOKEN/)
  expect(doctor.stdout).toMatch(/refused on another address than loopback\n {2}WHATSAPP_VERIFY_TOKEN/)
  const config = await switchboard(data.path, ['config'], environment)
  expect(`${doctor.stdout}${config.stdout}`).not.toContain('a-token-of-meta')
})

test('every variable is in .env.example, and the README names the two commands', async () => {
  const example = readFileSync(path.join(root, '.env.example'), 'utf8')
  using data = temporaryDirectory()
  const { stdout } = await switchboard(data.path, ['config'])
  const { SWITCHBOARD_DATA_DIR: _, ...defaults } = parseEnv(stdout)
  for (const [name, value] of Object.entries(defaults)) expect(example).toContain(`\n#${name}=${value}\n`)
  expect(example).toContain('\n#SWITCHBOARD_DATA_DIR=')
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  expect(readme).toContain('make start')
  expect(readme).toContain('make test')
})
