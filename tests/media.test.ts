import { createHash, createHmac } from 'node:crypto'
import { readdirSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/*
 * Files, the whole way as a user sees it: the server in a process of its own, its Graph API on loopback.
 */
const appSecret = 'the app secret of the media test'
const token = 'token-of-the-media-test'
const phoneNumberId = '15550100100001'
const customer = '15550100200'
const admin = { 'x-admin-api-key': 'admin123' }
const photo = Buffer.concat([
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  Buffer.alloc(300_000, 'photo'),
])
const sha256 = createHash('sha256').update(photo).digest('hex')

const directory = temporaryDirectory()
const sent: Record<string, unknown>[] = []
const uploads: Buffer[] = []
let answering = true
let graph: http.Server
let server: Running

beforeAll(async () => {
  graph = http.createServer(async (request, response) => {
    const body = await buffer(request)
    const { pathname } = new URL(request.url ?? '', 'http://graph')
    const json = (value: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{}')
    if (pathname.endsWith('/media')) {
      uploads.push(body)
      return json({ id: `uploaded-${uploads.length}` })
    }
    if (pathname.endsWith('/messages')) {
      sent.push(JSON.parse(body.toString()) as Record<string, unknown>) // an object, or the test fails
      return json({ messaging_product: 'whatsapp', messages: [{ id: `wamid.graph-${sent.length}` }] })
    }
    if (pathname === '/files/photo') return response.setHeader('content-type', 'image/png').end(photo)
    if (!answering) return response.writeHead(503).end('{}')
    const { port } = graph.address() as AddressInfo // a TCP server's
    return json({
      url: `http://127.0.0.1:${port}/files/photo`,
      mime_type: 'image/png',
      sha256,
      file_size: photo.length,
    })
  })
  await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve))
  const { port } = graph.address() as AddressInfo // a TCP server's
  server = await serve(directory.path, {
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_ACCESS_TOKEN: token,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BASE_URL: `http://127.0.0.1:${port}`,
    ADMIN_API_KEY: 'admin123',
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  graph.closeAllConnections()
  await new Promise((resolve) => graph.close(resolve))
  directory[Symbol.dispose]()
})

async function receivePhoto(wamid: string): Promise<void> {
  const image = {
    id: `media-of-${wamid}`,
    mime_type: 'image/jpeg',
    sha256: Buffer.from(sha256, 'hex').toString('base64'),
  }
  const message = { from: customer, id: wamid, timestamp: String(Math.floor(Date.now() / 1_000)), type: 'image', image }
  const metadata = { display_phone_number: '15550100100', phone_number_id: phoneNumberId }
  const contacts = [{ wa_id: customer, profile: { name: 'A guest' } }]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages: [message] }
  const changes = [{ field: 'messages', value }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '15550100100002', changes }] })
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  expect((await fetch(`${server.url}/webhooks/whatsapp`, { method: 'POST', headers, body })).status).toBe(200)
}

interface Message {
  readonly id: string
  readonly providerMessageId: string
  readonly media?: readonly { readonly id: string; readonly state: string }[]
}
async function message(wamid: string): Promise<Message | undefined> {
  const response = await fetch(`${server.url}/v1/messages`, { headers: admin })
  const { items } = (await response.json()) as { items: Message[] } // the contract's page
  return items.find(({ providerMessageId }) => providerMessageId === wamid)
}
const stateOf = async (wamid: string) => (await message(wamid))?.media?.[0]?.state
const bytesOf = async (id: string | undefined) => {
  const response = await fetch(`${server.url}/v1/media/${id}`, { headers: admin })
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) }
}

test('a photo of a customer is here a moment after the message, with its true type', async () => {
  await receivePhoto('wamid.photo-1')
  await expect.poll(() => stateOf('wamid.photo-1'), { timeout: 60_000 }).toBe('stored')
  const { type, bytes } = await bytesOf((await message('wamid.photo-1'))?.media?.[0]?.id)
  expect(type).toBe('image/png')
  expect(bytes.equals(photo)).toBe(true)
})

test('while the provider does not answer it waits, and comes when it does', async () => {
  answering = false
  await receivePhoto('wamid.photo-2')
  const failure = async () => {
    const id = (await message('wamid.photo-2'))?.media?.[0]?.id
    const response = await fetch(`${server.url}/v1/media/${id}/meta`, { headers: admin })
    return (await response.json()) as { state: string; failure: object | null } // the contract's Media
  }
  await expect
    .poll(async () => (await failure()).failure, { timeout: 60_000 })
    .toMatchObject({ sentence: expect.any(String) })
  expect((await failure()).state).toBe('pending')
  answering = true
  await expect.poll(() => stateOf('wamid.photo-2'), { timeout: 60_000 }).toBe('stored')
})

test('an uploaded file is sent: brought to the provider once, named by its id, shown with the message', async () => {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(photo)], { type: 'image/png' }), 'menu.png')
  const uploaded = await fetch(`${server.url}/v1/media`, { method: 'POST', headers: admin, body: form })
  expect(uploaded.status).toBe(201)
  const { id: mediaId } = (await uploaded.json()) as { id: string } // the contract's Media
  const send = async () => {
    const response = await fetch(`${server.url}/v1/messages?wait=accepted`, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify({ to: `+${customer}`, content: { type: 'image', media: { mediaId }, caption: 'Our menu' } }),
    })
    return (await response.json()) as { sends: { id: string; state: string }[] } // the contract's SendResult
  }
  expect((await send()).sends).toMatchObject([{ state: 'accepted' }])
  expect((await send()).sends).toMatchObject([{ state: 'accepted' }])
  expect(uploads).toHaveLength(1)
  expect(uploads[0]?.includes(photo)).toBe(true)
  expect(sent).toMatchObject([
    { type: 'image', image: { id: 'uploaded-1', caption: 'Our menu' } },
    { type: 'image', image: { id: 'uploaded-1', caption: 'Our menu' } },
  ])
  const ours = await message('wamid.graph-1')
  expect((await bytesOf(ours?.media?.[0]?.id)).bytes.equals(photo)).toBe(true)
})

test('a link into our own network is refused before anything is written', async () => {
  const { port } = graph.address() as AddressInfo // a TCP server's
  const response = await fetch(`${server.url}/v1/messages?wait=accepted`, {
    method: 'POST',
    headers: { ...admin, 'content-type': 'application/json' },
    body: JSON.stringify({
      to: `+${customer}`,
      content: { type: 'image', media: { link: `http://127.0.0.1:${port}/files/photo` } },
    }),
  })
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, 'media-address-refused'])
})

test('the same photo, however often it came or was sent, is one file in the data directory', async () => {
  const media = path.join(directory.path, 'media')
  const files = () => readdirSync(media, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  await expect.poll(() => files().length, { timeout: 60_000 }).toBe(1)
})
