import { crc32, deflateSync } from 'node:zlib'
import type { Console } from './console.ts'

/** A customer's phone in the simulator. */
export interface CustomerPhone {
  /** Does something in the conversation with the only number. @returns the message's id at the provider */
  readonly does: (action: Record<string, unknown>) => Promise<string>
  /** Puts a file onto the phone. */
  readonly file: (name: string, mimeType: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string>
}

export async function customerPhone(simulatorUrl: string, phone: string, name: string): Promise<CustomerPhone> {
  const ask = async (
    path: string,
    type: string,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly id: string }> => {
    const response = await fetch(`${simulatorUrl}/simulator${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string } // what each of these answers with
  }
  const post = (path: string, body: object) => ask(path, 'application/json', JSON.stringify(body))
  await post('/customers', { phone, name })
  return {
    does: async (action) => (await post(`/customers/${phone.replace('+', '')}/messages`, action)).id,
    file: async (filename, mimeType, bytes) =>
      (await ask(`/files?name=${encodeURIComponent(filename)}`, mimeType, bytes)).id,
  }
}

/** A picture of this size, its colours running across it. */
export function picture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // 8 bits a channel, RGB
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows.set([(x * 255) / width, (y * 255) / height, 140], y * (width * 3 + 1) + 1 + x * 3)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([signature, ...parts]))
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}

/** One pixel, as a sticker's file. */
const sticker = new Uint8Array(Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'))
const film = new Uint8Array(Buffer.from('000000186674797069736f6d0000020069736f6d6d703431', 'hex'))
const paper = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'))

/** A customer who sends one of everything that WhatsApp has, and is answered with everything that can be sent. */
export async function sayEverything(it: Console, phone: string, name: string): Promise<{ readonly id: string }> {
  const ana = await customerPhone(it.simulatorUrl, phone, name)
  const first = await ana.does({
    type: 'text',
    text: 'Hello! *Is* it _really_ ~sold~ `out`? https://shop.example.com/a',
  })
  await ana.does({ type: 'text', text: '👍🏽' })
  await ana.does({ type: 'text', text: 'Please:\n* two of these\n* one of those\n\n> as you said\n```\na  b\n```' })
  const photo = await ana.file('garden.png', 'image/png', picture(640, 480))
  await ana.does({ type: 'image', file: photo, caption: 'My garden' })
  await ana.does({ type: 'image', file: await ana.file('tall.png', 'image/png', picture(300, 700)) })
  await ana.does({ type: 'voice' })
  await ana.does({ type: 'video', file: await ana.file('film.mp4', 'video/mp4', film), caption: 'A film' })
  await ana.does({ type: 'document', file: await ana.file('Invoice 7.pdf', 'application/pdf', paper) })
  await ana.does({ type: 'sticker', file: await ana.file('sticker.webp', 'image/webp', sticker) })
  await ana.does({
    type: 'location',
    latitude: 40.41678,
    longitude: -3.70379,
    name: 'Puerta del Sol',
    address: 'Madrid',
  })
  await ana.does({
    type: 'contacts',
    contacts: [{ name: 'Bea Ruiz', phone: '+34600111222', email: 'bea@example.com', company: 'Ruiz' }],
  })
  await ana.does({
    type: 'order',
    note: 'Quickly please',
    items: [{ product: 'blue-shirt', quantity: 2, price: 19.5, currency: 'EUR' }],
  })
  await ana.does({ type: 'unsupported', what: 'poll' })
  await ana.does({ type: 'text', text: 'هل يمكنكم الرد علي من فضلكم؟', quoted: first })
  await ana.does({ type: 'text', text: 'I came by your ad', advert: { id: 'ad-7', url: 'https://ads.example.com/7' } })
  const edited = await ana.does({ type: 'text', text: 'Tree shirts' })
  await ana.does({ type: 'edit', messageId: edited, text: 'Three shirts' })
  const regretted = await ana.does({ type: 'text', text: 'Never mind this one' })
  await ana.does({ type: 'delete', messageId: regretted })
  const id = await conversationOf(it, name)
  await answerEverything(it, id, ana)
  return { id }
}

/** Waits until the server knows of the conversation with this person. */
export async function conversationOf(it: Console, name: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { items } = await it.api<{ items: { id: string; contact: { name: string } | null }[] }>(
      'GET',
      '/v1/conversations?limit=200',
    )
    const found = items.find(({ contact }) => contact?.name === name)
    if (found) return found.id
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the conversation with ${name} does not appear`)
}

interface Sent {
  readonly sends: readonly { readonly id: string }[]
}

async function answerEverything(it: Console, id: string, ana: CustomerPhone): Promise<void> {
  const send = async (content: object, more: object = {}) => {
    const body = { to: { conversationId: id }, content, ...more }
    const { sends } = await it.api<Sent>('POST', '/v1/messages?wait=accepted', body)
    const { providerMessageId } = await it.api<{ providerMessageId: string }>('GET', `/v1/messages/${sends[0]?.id}`)
    return providerMessageId
  }
  const { items } = await it.api<{ items: { id: string; text: string }[] }>('GET', `/v1/conversations/${id}/messages`)
  const hello = items.find(({ text }) => text?.startsWith('Hello'))
  const answer = await send({ type: 'text', text: 'Yes, *sadly*.' }, { quotedMessageId: hello?.id })
  const buttons = [
    { id: 'yes', title: 'Yes, please' },
    { id: 'no', title: 'No' },
  ]
  const asked = await send({ type: 'buttons', body: 'Shall we call you?', footer: 'The shop', buttons })
  const rows = [
    { id: 'mon', title: 'Monday', description: 'In the morning' },
    { id: 'tue', title: 'Tuesday' },
  ]
  const listed = await send({ type: 'list', body: 'When?', button: 'Days', sections: [{ title: 'This week', rows }] })
  await send({ type: 'cta_url', body: 'Pay here', displayText: 'Pay now', url: 'https://pay.example.com/7' })
  const body = ['Ana', 'A-1007']
  const follow = { index: 0, subType: 'url', parameters: [{ type: 'text', text: 'A-1007' }] }
  await send({ type: 'template', name: 'order_update', language: 'en_US', parameters: { body, buttons: [follow] } })
  await ana.does({ type: 'button', messageId: asked, button: 'yes' })
  await ana.does({ type: 'list', messageId: listed, row: 'mon' })
  await ana.does({ type: 'reaction', messageId: answer, emoji: '❤️' })
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const later = { to: { conversationId: id }, content: { type: 'text', text: 'Until later' }, sendAt: inAnHour }
  await it.api('POST', '/v1/messages', later)
}
