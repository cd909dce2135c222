import { afterAll, beforeAll, expect, test } from 'vitest'
import { newInTheShop } from '../support/carousel-template.ts'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'
import { pixel } from '../support/pixel.ts'

/* The customer's phone: what is written on it arrives in the inbox, and what is answered there appears on it. */
let it: Console
let conversationId: string

beforeAll(async () => {
  it = await openConsole()
})
afterAll(() => it[Symbol.asyncDispose]())

interface Conversations {
  readonly items: readonly { readonly id: string; readonly contact?: { readonly name?: string } | null }[]
}
interface Messages {
  readonly items: readonly {
    readonly type: string
    readonly text: string | null
    readonly status: string | null
    readonly media?: readonly { readonly state: string; readonly mimeType: string | null }[]
    readonly content: Record<string, unknown>
  }[]
}
const received = () => it.api<Messages>('GET', `/v1/conversations/${conversationId}/messages`)
const newest = async () => (await received()).items[0]
const answer = (content: object) => it.api('POST', '/v1/messages', { to: { conversationId }, content })
const field = () => it.page.getByRole('textbox', { name: /as the customer/ })
const write = async (text: string) => {
  await field().fill(text)
  await it.page.keyboard.press('Enter')
}
const thread = () => it.page.getByRole('log', { name: 'Conversation on the phone' })
const setSwitch = async (name: string) => {
  const trigger = it.page.getByRole('button', { name: 'Phone and customer' })
  await trigger.click()
  await it.page.getByRole('switch', { name }).click()
  await it.page.keyboard.press('Escape')
  await it.page.getByRole('switch', { name }).waitFor({ state: 'detached' })
  // Focus comes back a moment after it is closed: an Enter that is pressed before would press the button again.
  await trigger.and(it.page.locator(':focus')).waitFor()
}

test('who has read nothing receives a first message and answers it, all on one page', async () => {
  const { page, server, api } = it
  await page.goto(`${server.url}/app/inbox`)
  await page.getByRole('button', { name: 'Open the simulated phone' }).click()
  const phone = page.getByRole('region', { name: 'Simulated phone' })
  await phone.getByRole('textbox', { name: 'Name' }).fill('Ines Roth')
  await phone.getByRole('button', { name: 'Send the message' }).click()
  await thread().getByRole('img', { name: 'Delivered' }).waitFor()
  await page.getByRole('link', { name: /Ines Roth/ }).click()
  const inbox = page.getByRole('region', { name: 'Conversation', exact: true })
  await inbox.getByText('Hello! Do you still have the blue one in stock?').waitFor()
  await inbox.getByRole('textbox', { name: /^Answer/ }).fill('Yes, we do')
  await inbox.getByRole('button', { name: 'Send', exact: true }).click()
  await thread().getByText('Yes, we do').waitFor()
  const [conversation] = (await api<Conversations>('GET', '/v1/conversations')).items
  conversationId = conversation?.id ?? ''
  await api('POST', `/v1/conversations/${conversationId}/typing`)
  await phone.getByText('typing…').waitFor()
  await thread().getByRole('img', { name: 'Read' }).first().waitFor()
})

test('a phone has a page of its own, where a customer is made in one press', async () => {
  const { page, server } = it
  await page.goto(`${server.url}/app/phone`)
  await page.getByRole('button', { name: 'New customer' }).click()
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'All customers' }).click()
  await page.getByRole('button', { name: /Ines Roth/ }).click()
  await page.waitForURL(/\/app\/phone\/447700900\d{3}$/)
  await field().waitFor()
})

test('answers appear as WhatsApp shows them; buttons and rows that are pressed come back as replies', async () => {
  const { page } = it
  await answer({ type: 'text', text: 'Yes, *three* of them' })
  await answer({ type: 'buttons', body: 'Shall we keep one?', buttons: [{ id: 'yes', title: 'Yes please' }] })
  const sections = [
    {
      title: 'Tuesday',
      rows: [
        { id: 't9', title: '9:00' },
        { id: 't10', title: '10:00' },
      ],
    },
  ]
  await answer({ type: 'list', body: 'When will you come?', button: 'Choose a time', sections })
  await thread().locator('strong', { hasText: 'three' }).waitFor()
  await page.getByRole('button', { name: 'Yes please' }).click()
  await expect.poll(newest).toMatchObject({ content: { type: 'interactive', kind: 'button_reply', id: 'yes' } })
  await page.getByRole('button', { name: 'Choose a time' }).click()
  await page.getByLabel('10:00').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await expect.poll(newest).toMatchObject({ content: { type: 'interactive', kind: 'list_reply', id: 't10' } })

  // A carousel: the cards side by side, of which one is chosen by the button that both have.
  await newInTheShop(it.api)
  const file = { name: 'dot.png', mimeType: 'image/png', buffer: pixel }
  const uploaded = await page.request.post(`${it.server.url}/v1/media`, {
    headers: { origin: it.server.url },
    multipart: { file },
  })
  const { id: mediaId } = (await uploaded.json()) as { id: string } // what the contract says of the address
  const card = (body: string) => ({
    header: [{ type: 'image', media: { mediaId } }],
    body: [body],
    buttons: [{ index: 0, subType: 'quick_reply', parameters: [body] }],
  })
  const parameters = { body: ['Ines'], cards: [card('blue'), card('red')] }
  await answer({ type: 'template', name: 'new_in_the_shop', language: 'en', parameters })
  const second = thread().getByRole('list', { name: 'Cards' }).getByRole('listitem').nth(1)
  await second.getByText('The red one').waitFor()
  await second.getByRole('img').waitFor()
  await expectAccessible(page, '[role=log]')
  await second.getByRole('button', { name: 'This one' }).click()
  await expect.poll(newest).toMatchObject({ content: { type: 'button', text: 'This one', payload: 'red' } })
})

test('a file with a caption, a sticker and a place arrive, the file with its bytes', async () => {
  const { page } = it
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach' }).click()
  await page.getByRole('menuitem', { name: 'Document' }).click()
  const buffer = Buffer.from('Invoice 7: paid')
  await (await choosing).setFiles({ name: 'invoice.txt', mimeType: 'text/plain', buffer })
  await write('The invoice')
  await expect.poll(newest).toMatchObject({
    type: 'document',
    content: { filename: 'invoice.txt', caption: 'The invoice' },
    media: [{ state: 'stored' }],
  })
  await page.getByRole('button', { name: 'Attach' }).click()
  await page.getByRole('menuitem', { name: 'Sticker' }).click()
  await page.getByRole('button', { name: 'Sticker 🐱' }).click()
  await expect.poll(newest).toMatchObject({ type: 'sticker', media: [{ state: 'stored' }] })
  await page.getByRole('button', { name: 'Attach' }).click()
  await page.getByRole('menuitem', { name: 'Voice note' }).click()
  await page.getByRole('button', { name: 'Send a tune instead' }).click()
  const voice = {
    type: 'audio',
    content: { voice: true },
    media: [{ state: 'stored', mimeType: 'audio/ogg; codecs=opus' }],
  }
  await expect.poll(newest).toMatchObject(voice)
  await page.getByRole('button', { name: 'Attach' }).click()
  await page.getByRole('menuitem', { name: 'Location' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await expect.poll(newest).toMatchObject({ type: 'location', content: { name: 'Royal Observatory' } })
})

test('what is dropped onto the phone is sent; an order shows its lines on both sides', async () => {
  const { page, server } = it
  const dropped = await page.evaluateHandle(`(() => {
    const files = new DataTransfer()
    files.items.add(new File(['Delivery note 8'], 'note.txt', { type: 'text/plain' }))
    return files
  })()`)
  const chat = page.getByRole('region', { name: 'Chat', exact: true })
  await chat.dispatchEvent('dragover', { dataTransfer: dropped })
  await page.getByText('Drop files to send them').waitFor()
  await chat.dispatchEvent('drop', { dataTransfer: dropped })
  await expect.poll(newest).toMatchObject({ content: { filename: 'note.txt' }, media: [{ state: 'stored' }] })
  await page.getByRole('button', { name: 'Attach' }).click()
  await page.getByRole('menuitem', { name: 'Order' }).click()
  await expect.poll(newest).toMatchObject({ type: 'order' })
  const lines = ['2 ×', 'blue-one-medium', '€19.50', '€39.00']
  for (const line of lines) await thread().getByText(line, { exact: true }).waitFor()
  // It begins at what was not seen: at the end, then.
  await it.api('POST', `/v1/conversations/${conversationId}/seen`)
  const inbox = await it.context.newPage()
  await inbox.goto(`${server.url}/app/inbox/${conversationId}`)
  const order = inbox.getByRole('article').filter({ hasText: 'blue-one-medium' }).first()
  for (const line of lines) await order.getByText(line, { exact: true }).waitFor()
  await inbox.close()
})

test('a message is edited, reacted to and deleted by its menu', async () => {
  const { page } = it
  const menuOf = async (text: string) => {
    const message = thread().getByRole('article').filter({ hasText: text }).last()
    await message.hover()
    await message.getByRole('button', { name: 'What to do with this message' }).click()
  }
  await write('See you at nine')
  await menuOf('See you at nine')
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect.poll(() => field().inputValue()).toBe('See you at nine')
  await write('See you at ten')
  await expect.poll(newest).toMatchObject({ text: 'See you at ten' })
  await menuOf('Yes, three of them')
  await page.getByRole('menuitem', { name: '👍' }).click()
  await thread().getByRole('img', { name: 'Reaction: 👍' }).waitFor()
  await expect.poll(async () => JSON.stringify((await received()).items)).toContain('👍')
  await menuOf('See you at ten')
  await page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  await thread().getByText('You deleted this message').waitFor()
})

test('without a connection messages wait in both directions, and arrive when there is one', async () => {
  const { page } = it
  await setSwitch('Connected')
  await write('In a tunnel')
  await thread().getByRole('img', { name: 'Waits for a connection' }).waitFor()
  await answer({ type: 'text', text: 'Are you there?' })
  await page.getByText('2 messages wait').waitFor()
  expect(await thread().getByText('Are you there?').count()).toBe(0)
  expect(JSON.stringify(await received())).not.toContain('In a tunnel')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await thread().getByText('Are you there?').waitFor()
  await expect.poll(async () => JSON.stringify(await received())).toContain('In a tunnel')
})

test('who has blocked the business gets nothing and writes nothing', async () => {
  const { page } = it
  await setSwitch('Has blocked the business')
  await page.getByText('You blocked this business.').waitFor()
  expect(await field().count()).toBe(0)
  await answer({ type: 'text', text: 'Into the void' })
  await expect.poll(async () => (await newest())?.status).toBe('sent')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Unblock' }).click()
  await field().waitFor()
  expect(await thread().getByText('Into the void').count()).toBe(0)
})

test('everybody with a phone is listed, the ready ones with what happens to them', async () => {
  const { page } = it
  await page.getByRole('button', { name: 'All customers' }).click()
  await page.getByRole('button', { name: /Ines Roth/ }).waitFor()
  await page.getByRole('tab', { name: 'Ready ones' }).click()
  await page.getByRole('button', { name: /0110 delivered, never read/ }).click()
  await page.waitForURL(/\/app\/phone\/15550100110$/)
  await field().waitFor()
  await page.setViewportSize({ width: 360, height: 640 })
  await page.getByRole('button', { name: 'All customers' }).click()
  await page.getByRole('button', { name: /0110/ }).waitFor()
  await expectAccessible(page)
})
