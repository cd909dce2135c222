import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

/*
 * Nothing of Meta's is configured: the server brings its stand-in along, and a customer's phone and the server talk to each
 * other without any further step.
 */
const owner = { 'x-admin-api-key': 'the owner of this test', 'content-type': 'application/json' }
const directory = temporaryDirectory()
let server: Running
let simulator: string

beforeAll(async () => {
  server = await serve(directory.path, { ADMIN_API_KEY: 'the owner of this test' })
  simulator = /Simulator\s+(http:\S+)/.exec(server.stdout())?.[1] ?? ''
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

// Answers of our own server and of the simulator, whose shapes the expectations check.
const json = async (response: Response) =>
  (await response.json()) as Record<string, unknown> & { items: { id: string }[] }
const get = async (path: string) => json(await fetch(server.url + path, { headers: owner }))
const post = async (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: owner, body: JSON.stringify(body) })

const phone = '+44 7700 900123'
const screen = async () => {
  const response = await fetch(`${simulator}/customers/447700900123/conversations`)
  const { data } = (await response.json()) as { data: { messages: object[] }[] } // the simulator's own shape
  return data[0]?.messages ?? []
}

test('what a simulated customer writes is a conversation, and the answer stands on their phone', async () => {
  await post(`${simulator}/customers`, { phone, name: 'Robin Vale' })
  await post(`${simulator}/customers/447700900123/messages`, { type: 'text', text: 'Is the blue one in stock?' })
  await expect.poll(async () => (await get('/v1/conversations')).items.length).toBe(1)
  const [conversation] = (await get('/v1/conversations')).items
  expect(conversation).toMatchObject({ contact: { name: 'Robin Vale' } })

  const sent = await post(`${server.url}/v1/messages?wait=accepted`, {
    to: { conversationId: conversation?.id },
    content: { type: 'text', text: 'Yes, it is.' },
  })
  expect(await json(sent)).toMatchObject({ sends: [{ state: 'accepted' }] })
  const shown = [{ from: 'customer' }, { from: 'business', content: { body: 'Yes, it is.' } }]
  await expect.poll(screen).toMatchObject(shown)
  const thread = `/v1/conversations/${conversation?.id}/messages`
  await expect.poll(async () => (await get(thread)).items).toContainEqual(expect.objectContaining({ status: 'read' }))
})

test('what an assistant sends with the first key waits for a yes, which the command line gives', async () => {
  const key = readFileSync(path.join(directory.path, 'api-key'), 'utf8').trim()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ to: phone, content: { type: 'text', text: 'Shall we keep it for you?' } })
  const asked = await json(await fetch(`${server.url}/v1/messages`, { method: 'POST', headers, body }))
  expect(asked).toMatchObject({ sends: [{ state: 'held' }] })

  const waiting = await switchboard(directory.path, ['approvals'])
  expect(waiting.stdout).toContain('Shall we keep it for you?')
  expect(waiting.stdout).toContain(`asked by "first start"`)
  const approved = await switchboard(directory.path, ['approvals', 'approve', String(asked['approvalId'])])
  expect([approved.code, approved.stdout]).toEqual([0, expect.stringContaining('Approved: it leaves now.')])
  await expect.poll(screen).toContainEqual(expect.objectContaining({ content: { body: 'Shall we keep it for you?' } }))

  const again = await switchboard(directory.path, ['approvals', 'reject', String(asked['approvalId'])])
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('approved already')])
  expect((await switchboard(directory.path, ['approvals'])).stdout).toContain('Nothing waits')
})

test('a customer who has not written gets no text, and the refusal says what may be sent', async () => {
  const sent = await post(`${server.url}/v1/messages`, {
    to: '+44 7700 900555',
    content: { type: 'text', text: 'We have news' },
  })
  expect(sent.status).toBe(409)
  expect(await json(sent)).toMatchObject({ code: 'window-closed' })
})

test('the stand-in is left out where it is not wanted or a token is set', async () => {
  for (const environment of [{ SWITCHBOARD_SIMULATOR: 'off' }, { WHATSAPP_ACCESS_TOKEN: 'a token of the test' }]) {
    using other = temporaryDirectory()
    await using without = await serve(other.path, environment)
    expect(without.stdout()).not.toContain('Simulator')
  }
})
