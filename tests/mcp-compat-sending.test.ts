import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, type Office, openOffice } from './support/sending-assistant.ts'

/*
 * What assistants were set up with elsewhere: lharries/whatsapp-mcp's and frappe_whatsapp's names and arguments, with the answers that
 * they are used to.
 */
let office: Office
let key: string
beforeAll(async () => {
  office = await openOffice()
  const scopes = ['messages:read', 'conversations:read', 'contacts:read', 'accounts:read', 'messages:send']
  key = await office.key(scopes, 'allow')
}, 120_000)
afterAll(() => office[Symbol.asyncDispose]())

const textsOn = async (digits: string) =>
  (await office.screen(digits)).map(({ content }) => (content as { body?: string } | undefined)?.body)

let people = 0
async function someone() {
  const digits = `4477007${String(10_000 + people++)}`
  return { digits, ...(await office.customer(digits, 'Robin Vale', 'Is the blue one in stock?')) }
}
const compat = () => office.assistant(key, {}, '?toolsets=compat')

async function uploaded(type: string, name: string, bytes: Buffer): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), name)
  const headers = { 'x-admin-api-key': 'the owner of this test' }
  const response = await fetch(`${office.server.url}/v1/media`, { method: 'POST', headers, body: form })
  return ((await response.json()) as { id: string }).id
}

test('send_message takes a bare number, a number with +, and a JID, and says that it was sent', async () => {
  const { digits } = await someone()
  await using assistant = await compat()
  const first = await assistant.call('send_message', { recipient: digits, message: 'One' })
  expect(first.structured).toMatchObject({ success: true, message: `Message sent to ${digits}`, status: 'accepted' })
  await assistant.call('send_message', { recipient: `${digits}@s.whatsapp.net`, message: 'Two' })
  await assistant.call('send_message', { to_number: `+${digits}`, message: 'Three' })
  await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['One', 'Two', 'Three'])
})

test('send_message that waits for a person says that it was not sent, and where it waits', async () => {
  const { digits } = await someone()
  const waiting = await office.key(['messages:send', 'messages:read'])
  await using assistant = await office.assistant(waiting, {}, '?toolsets=compat')
  const { structured, isError } = await assistant.call('send_message', { recipient: digits, message: 'Please' })
  expect(isError).toBe(false)
  expect(structured).toMatchObject({ success: false, status: 'held' })
  expect(structured['message']).toContain(`POST /v1/approvals/${structured['approval_id']}/approve`)
  expect((await office.post(`/v1/approvals/${structured['approval_id']}/approve`)).status).toBe(200)
  await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['Please'])
})

test('a refusal comes in the shape that is read there, as an error', async () => {
  await using assistant = await compat()
  const { structured, isError, texts } = await assistant.call('send_message', {
    recipient: '447700900996',
    message: 'Hi',
  })
  expect(isError).toBe(true)
  expect(structured).toMatchObject({ success: false, message: expect.stringMatching(/^window-closed: .*template/) })
  expect(JSON.parse(texts[0] ?? '')).toEqual(structured)
})

test('send_file and send_audio_message send what was uploaded, and never a path', async () => {
  const { digits } = await someone()
  await using assistant = await compat()
  const picture = await uploaded('image/png', 'dot.png', pixel)
  const sent = await assistant.call('send_file', { recipient: digits, media_path: picture })
  expect(sent.structured).toMatchObject({ success: true })
  const audio = await uploaded('audio/mpeg', 'note.mp3', mp3)
  expect(
    (await assistant.call('send_audio_message', { recipient: digits, media_path: audio })).structured,
  ).toMatchObject({
    success: true,
  })
  await expect
    .poll(async () => (await office.screen(digits)).map(({ type }) => type), { timeout: 60_000 })
    .toEqual(['image', 'audio'])
  for (const name of ['send_file', 'send_audio_message']) {
    for (const media_path of ['/root/.ssh/id_ed25519', 'C:\\Users\\x\\key.txt', 'file:///etc/passwd', '~/notes.txt']) {
      const { structured, isError } = await assistant.call(name, { recipient: digits, media_path })
      expect([isError, structured['success']]).toEqual([true, false])
      expect(structured['message']).toMatch(/is not read and not sent|Only https/)
    }
  }
})

test('download_media says where a file is fetched from', async () => {
  const { digits } = await someone()
  await fetch(`${office.simulator}/customers/${digits}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'image', caption: 'The box' }),
  })
  await using assistant = await compat()
  const files = async () => {
    const { structured } = await assistant.call('list_messages', { chat_jid: `${digits}@s.whatsapp.net` })
    return (structured['result'] as Json[]).filter(({ media_type }) => media_type === 'image')
  }
  await expect.poll(async () => (await files()).length, { timeout: 60_000 }).toBe(1)
  const [file] = await files()
  const ask = () => assistant.call('download_media', { message_id: file?.['id'], chat_jid: file?.['chat_jid'] })
  await expect.poll(async () => (await ask()).structured['success'], { timeout: 60_000 }).toBe(true)
  const { structured } = await ask()
  const response = await fetch(`${office.server.url}${structured['url']}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(response.headers.get('content-type')).toContain('image/')
})

test('frappe_whatsapp’s address has its sending names', async () => {
  const [one, two] = [await someone(), await someone()]
  await using assistant = await office.assistant(key, {}, '?toolsets=compat')
  const recipients = [one.digits, { to_number: `+${two.digits}`, message: 'For you' }]
  const { structured } = await assistant.call('send_bulk_messages', { recipients, message: 'We open at nine' })
  expect(structured).toMatchObject({ counts: { queued: 2 } })
  await expect.poll(() => textsOn(one.digits), { timeout: 60_000 }).toEqual(['We open at nine'])
  await expect.poll(() => textsOn(two.digits), { timeout: 60_000 }).toEqual(['For you'])
  expect((await assistant.call('get_whatsapp_settings')).structured).toMatchObject({ you: { policy: 'allow' } })
  expect((await assistant.call('get_whatsapp_templates')).isError).toBe(false)

  const response = await fetch(`${office.server.url}/api/method/frappe_whatsapp.mcp.handle_mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  const listed = await response.text()
  for (const name of ['send_message', 'get_whatsapp_templates', 'get_whatsapp_settings', 'send_bulk_messages'])
    expect(listed).toContain(`"name":"${name}"`)
})

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** A frame's header and silence. */
const mp3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])
