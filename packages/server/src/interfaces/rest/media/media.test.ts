import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuardedClient, type GuardedClient } from '../../../http/guarded-fetch.ts'
import { parseAddressRange } from '../../../http/public-address.ts'
import { createDiskBlobs } from '../../../media/disk-blobs.ts'
import { png, sha256Of, voice } from '../../../media/media.case.ts'
import { createTestApp, type TestApp } from '../../../testing/test-app.ts'
import { registerMedia } from './index.ts'

const maxBytes = 2_000_000
let server: TestApp
let client: GuardedClient
let base = ''
let directory = ''
let headers: Record<string, string>
let elsewhere: http.Server
let elsewherePort = 0

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'switchboard-media-rest-'))
  client = createGuardedClient({ allowed: [parseAddressRange('127.0.0.1')!] })
  server = await createTestApp(({ app, database: { db, pool } }) => {
    registerMedia(app, { db, pool, blobs: createDiskBlobs(directory), client, maxBytes })
  })
  base = await server.app.listen({ host: '127.0.0.1', port: 0 })
  headers = await server.headersOf('media:write', 'messages:read')
  elsewhere = http.createServer((request, response) => {
    if (request.url?.startsWith('/photo')) response.setHeader('content-type', 'image/gif').end(png)
    else if (request.url === '/inside') response.writeHead(302, { location: 'http://127.0.0.2/' }).end()
    else if (request.url === '/large') response.end(Buffer.alloc(maxBytes + 1))
    else if (request.url === '/empty') response.end()
    else response.writeHead(404).end('no')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  elsewherePort = (elsewhere.address() as AddressInfo).port // a TCP server's
})
afterAll(async () => {
  elsewhere.closeAllConnections()
  await new Promise((resolve) => elsewhere.close(resolve))
  await server[Symbol.asyncDispose]()
  await client[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
})

const files = () => readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
const form = (bytes: Buffer, name = 'photo.png', type = 'image/png', field = 'file') => {
  const data = new FormData()
  data.set(field, new Blob([new Uint8Array(bytes)], { type }), name)
  return data
}
const post = async (body: FormData | object, credential = headers) => {
  const isForm = body instanceof FormData
  const response = await fetch(`${base}/v1/media`, {
    method: 'POST',
    headers: { ...credential, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> } // every answer is an object
}
const upload = async (...args: Parameters<typeof form>) => String((await post(form(...args))).body['id'])
const get = (id: string, more: Record<string, string> = {}, method = 'GET') =>
  fetch(`${base}/v1/media/${id}`, { method, headers: { ...headers, ...more } })

test('an upload comes back byte for byte, with the type that its bytes have', async () => {
  const { status, body } = await post(form(png, '../../the photo.png', 'image/gif'))
  expect(status).toBe(201)
  expect(body).toMatchObject({
    state: 'stored',
    kind: 'image',
    mimeType: 'image/png',
    claimedMimeType: 'image/gif',
    sizeBytes: png.length,
    sha256: sha256Of(png),
    filename: 'the photo.png',
    messageId: null,
  })
  const answer = await get(String(body['id']))
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(png.length),
    'content-disposition': 'inline; filename="the photo.png"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'accept-ranges': 'bytes',
    etag: `"${sha256Of(png)}"`,
  })
  const meta = await fetch(`${base}/v1/media/${body['id']}/meta`, { headers })
  expect(await meta.json()).toEqual(body)
})

test('a file is saved under the name that one reads', async () => {
  const answer = await get(await upload(Buffer.from('MZ'), 'invoice\u202Efdp.exe', 'application/octet-stream'))
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename=invoicefdp.exe')
})

test.each([
  ['page.png', 'image/png', '<!doctype html><script>alert(1)</script>', 'text/html; charset=utf-8'],
  ['drawing.png', 'image/png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
  ['order.xml', 'text/plain', '<?xml version="1.0"?><a/>', 'application/xml'],
  ['bill.pdf', 'application/pdf', '%PDF-1.7\n', 'application/pdf'],
])('%s is given as a download, whatever it claims to be', async (name, claimed, text, type) => {
  const answer = await get(await upload(Buffer.from(text), name, claimed))
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${name}`)
  expect(answer.headers.get('content-type')).toBe(type)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('one range is served, as RFC 9110 says', async () => {
  const id = await upload(Buffer.from('0123456789'), 'digits.txt', 'text/plain')
  const ranges: [string, number, string, string | null][] = [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-50', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-500', 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['bytes=5-2', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ]
  for (const [range, status, text, contentRange] of ranges) {
    const answer = await get(id, { range })
    expect([range, answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      range,
      status,
      text,
      contentRange,
    ])
  }
  for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
    const answer = await get(id, { range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    expect(await answer.json()).toMatchObject({ code: 'range-not-satisfiable' })
  }
  expect((await get(id, { range: 'bytes=0-3', 'if-range': '"other"' })).status).toBe(200)
})

test('a file that the client has is not sent again', async () => {
  const id = await upload(png)
  for (const header of [`"${sha256Of(png)}"`, `"x", W/"${sha256Of(png)}"`, '*']) {
    const answer = await get(id, { 'if-none-match': header })
    expect([answer.status, await answer.text()]).toEqual([304, ''])
  }
  expect((await get(id, { 'if-none-match': '"other"' })).status).toBe(200)
})

test('HEAD says what GET would, without the bytes', async () => {
  const id = await upload(png)
  const answer = await get(id, {}, 'HEAD')
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
    200,
    String(png.length),
    '',
  ])
  expect((await get(id, { range: 'bytes=0-9' }, 'HEAD')).headers.get('content-length')).toBe('10')
})

test('a file is seen in its own workspace only, and by who may read messages', async () => {
  const id = await upload(png)
  const writer = await server.headersOf('media:write')
  expect((await fetch(`${base}/v1/media/${id}`, { headers: writer })).status).toBe(403)
  expect((await post(form(png), await server.headersOf('messages:read'))).status).toBe(403)
  await server.database.pool.query(`update media set workspace_id = uuidv7() where id = $1`, [id])
  expect(await (await get(id)).json()).toMatchObject({ code: 'media-not-found', status: 404 })
})

test('what is not here says whether to wait', async () => {
  const insert = async (state: string, failure: object | null) => {
    const { rows } = await server.database.pool.query<{ id: string }>(
      `insert into media (id, workspace_id, kind, state, failure) values (uuidv7(), $1, 'image', $2, $3) returning id`,
      [server.workspaceId, state, failure === null ? null : JSON.stringify(failure)],
    )
    return rows[0]?.id ?? ''
  }
  const pending = await get(await insert('pending', null))
  expect([pending.status, pending.headers.get('retry-after')]).toEqual([409, '5'])
  expect(await pending.json()).toMatchObject({ code: 'media-not-here-yet' })
  const expired = await get(await insert('expired', { code: 'provider-100', sentence: 'Meta has it no more.' }))
  expect(await expired.json()).toMatchObject({
    code: 'media-unavailable',
    status: 410,
    detail: expect.stringContaining('Meta has it no more.'),
  })
})

test.each<[string, () => FormData | object, number, string]>([
  ['a form without a file', () => form(png, 'x.png', 'image/png', 'picture'), 400, 'media-upload-invalid'],
  ['an empty form', () => new FormData(), 400, 'media-upload-invalid'],
  ['an empty file', () => form(Buffer.alloc(0)), 422, 'media-empty'],
  ['a file beyond the limit', () => form(Buffer.alloc(maxBytes + 1)), 413, 'media-too-large'],
  ['no address', () => ({}), 400, 'invalid-request'],
  ['no form', () => ({ file: 'x' }), 400, 'invalid-request'],
  ['a local file', () => ({ url: 'file:///etc/passwd' }), 422, 'media-address-refused'],
  ['a private address', () => ({ url: 'http://10.0.0.1/' }), 422, 'media-address-refused'],
  ['cloud metadata', () => ({ url: 'http://169.254.169.254/latest/meta-data/' }), 422, 'media-address-refused'],
  ['a way to a private address', () => ({ url: here('/inside') }), 422, 'media-address-refused'],
  ['an address without a file', () => ({ url: here('/nothing') }), 422, 'media-address-unreachable'],
  ['a large file elsewhere', () => ({ url: here('/large') }), 413, 'media-too-large'],
  ['an empty file elsewhere', () => ({ url: here('/empty') }), 422, 'media-empty'],
])('%s is refused by its own code, and nothing stays behind', async (_what, body, status, code) => {
  const before = files().length
  const answer = await post(body())
  expect([answer.status, answer.body['code']]).toEqual([status, code])
  expect(files().length).toBe(before)
  expect((await server.database.pool.query('select from loose_blobs where drop_at > now()')).rowCount).toBe(0)
})

const here = (address: string) => `http://127.0.0.1:${elsewherePort}${address}`

test('a file is fetched from its address', async () => {
  const { status, body } = await post({ url: here('/photo%20of%20us.gif?x=1') })
  expect(status).toBe(201)
  expect(body).toMatchObject({ mimeType: 'image/png', claimedMimeType: 'image/gif', filename: 'photo of us.gif' })
  expect((await post({ url: here('/photo'), filename: 'named.png' })).body).toMatchObject({ filename: 'named.png' })
})

test('a voice note is known as one', async () => {
  expect((await post(form(voice, 'note.ogg', 'audio/ogg'))).body).toMatchObject({
    kind: 'audio',
    mimeType: 'audio/ogg; codecs=opus',
  })
})

/** A request by hand: headers, then whatever the test writes. */
function rawUpload(length: number): net.Socket {
  const { port } = new URL(base)
  const socket = net.connect(Number(port), '127.0.0.1')
  const lines = [`POST /v1/media HTTP/1.1`, 'host: x', `authorization: ${headers['authorization']}`]
  lines.push('content-type: multipart/form-data; boundary=B', `content-length: ${length}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.on('error', () => {})
  return socket
}
const part = '--B\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'

test('4 GB that are announced are refused before they come', async () => {
  const socket = rawUpload(4 * 1024 ** 3)
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
  expect(answer).toContain('413 Payload Too Large')
  expect(answer).toContain('media-too-large')
  socket.destroy()
})

test('a connection that breaks and a form that does not end leave nothing', async () => {
  const before = files().length
  const loose = () =>
    server.database.pool.query('select from loose_blobs where drop_at > now()').then(({ rowCount }) => rowCount)
  const broken = rawUpload(1_000_000)
  broken.write(part + 'x'.repeat(100_000))
  await expect.poll(loose).toBe(1)
  broken.destroy()
  await expect.poll(loose).toBe(0)
  const short = part + 'x'.repeat(1_000)
  const endless = rawUpload(short.length)
  const answer = new Promise<string>((resolve) => endless.once('data', (data) => resolve(data.toString())))
  endless.write(short)
  expect(await answer).toContain('media-upload-invalid')
  endless.destroy()
  expect(files().length).toBe(before)
  expect(server.app.server.requestTimeout).toBe(30_000)
})

test('an upload may take longer than other requests, while it lasts', async () => {
  const whole = `${part}slowly\r\n--B--\r\n`
  const socket = rawUpload(whole.length)
  socket.write(part)
  await expect.poll(() => server.app.server.requestTimeout).toBeGreaterThan(3_600_000)
  const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
  socket.write(whole.slice(part.length))
  expect(await answer).toContain('201 Created')
  expect(server.app.server.requestTimeout).toBe(30_000)
  socket.destroy()
})
