import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newInTheShop } from '../support/carousel-template.ts'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'
import { pixel } from '../support/pixel.ts'
import { assistantOf, connectAssistant, type Json } from '../support/sending-assistant.ts'
import { type ShopCustomers, shopCustomers } from '../support/shop-customers.ts'

/* Answering, and letting others answer: what a person writes reaches the customer's phone once, and what an assistant wants to waits for them. */
let it: Console
/** The conversation of Robin Vale, with whom most of them write. */
let robin: string
let customers: ShopCustomers

beforeAll(async () => {
  it = await openConsole()
  await newInTheShop(it.api)
  customers = shopCustomers(it)
  robin = await customers.arrive('Robin Vale')
})
afterAll(() => it[Symbol.asyncDispose]())

/** A program wants to send this, and may not without a yes. */
async function wait(conversationId: string, content: object): Promise<void> {
  const program = { name: 'Shop', scopes: ['messages:send'], sendPolicy: 'approve' }
  const { key } = await it.api<{ key: string }>('POST', '/v1/keys', program)
  const answered = await fetch(`${it.server.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to: { conversationId }, content }),
  })
  expect(await answered.json()).toMatchObject({ sends: [{ state: 'held' }] })
}

async function open(conversationId: string, page: Page = it.page): Promise<void> {
  await page.goto(`${it.server.url}/app/inbox/${conversationId}`)
  await page.getByRole('region', { name: 'Write' }).waitFor()
}
const thread = () => it.page.getByRole('region', { name: 'Conversation', exact: true })
const box = () => it.page.getByRole('textbox', { name: 'Answer', exact: true })

test('what is written leaves at once and stands once in the thread; marks are shown as WhatsApp will', async () => {
  const { page } = it
  await open(robin)
  await page.getByText(/Open until/).waitFor()
  await box().fill('Yes, it *is*.')
  await page.getByRole('region', { name: 'What the customer will see' }).locator('strong', { hasText: 'is' }).waitFor()
  await expectAccessible(page, 'section[aria-label="Write"]')
  await page.keyboard.press('Enter')
  expect(await box().inputValue()).toBe('')
  await expect.poll(() => customers.textsOn('Robin Vale')).toEqual(['Yes, it *is*.'])
  expect(await thread().getByText('Yes, it').count()).toBe(1)
  await page.reload()
  await thread().getByText('Yes, it').first().waitFor()
  expect(await thread().getByText('Yes, it').count()).toBe(1)
})

test('a draft stays with its conversation, also over a reload', async () => {
  const { page } = it
  await open(robin)
  await box().fill('Half a thought')
  await page.reload()
  await expect.poll(() => box().inputValue()).toBe('Half a thought')
  await box().fill('')
})

test('what is written while the server is not reached waits, survives a reload, and leaves once and in order', async () => {
  const { page, context } = it
  await open(robin)
  const before = await customers.textsOn('Robin Vale')
  await context.setOffline(true)
  await box().fill('First')
  await page.keyboard.press('Enter')
  await box().fill('Second')
  await page.keyboard.press('Enter')
  // Also the one behind it waits, and can be taken back.
  await box().fill('Rather not')
  await page.keyboard.press('Enter')
  await page.getByText('3 messages wait for the connection', { exact: false }).waitFor()
  const bubble = thread().getByRole('article').filter({ hasText: 'Rather not' })
  await bubble.getByRole('button', { name: 'Do not send' }).click()
  await page.getByText('2 messages wait for the connection', { exact: false }).waitFor()
  expect(await customers.textsOn('Robin Vale')).toEqual(before)
  const other = await context.newPage()
  await context.setOffline(false)
  // Another tab and this one again: one of them sends.
  await Promise.all([page.reload(), other.goto(page.url())])
  await expect.poll(() => customers.textsOn('Robin Vale')).toEqual([...before, 'First', 'Second'])
  await other.close()
})

test('what has waited for more than an hour is asked about when the console is opened again', async () => {
  const { page, context, server } = it
  // Of the same origin, and nothing of the console runs on it.
  await page.goto(`${server.url}/v1/me`)
  const before = await context.newPage()
  await open(robin, before)
  await context.setOffline(true)
  await before.getByRole('textbox', { name: 'Answer', exact: true }).fill('About yesterday')
  await before.keyboard.press('Enter')
  await before.getByText('1 message waits for the connection', { exact: false }).waitFor()
  await before.close()
  await context.setOffline(false)
  await page.evaluate(`for (const [key, text] of Object.entries(localStorage))
    if (text.includes('About yesterday'))
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(text), createdAt: '2026-01-01T00:00:00.000Z' }))`)
  await page.goto(`${server.url}/app/approvals`)
  await page.getByRole('link', { name: 'Decide about it' }).click()
  await page.getByText('Does it still hold?', { exact: false }).waitFor()
  expect(await customers.textsOn('Robin Vale')).not.toContain('About yesterday')
  await page.getByRole('button', { name: 'Send it now' }).click()
  await expect.poll(() => customers.textsOn('Robin Vale')).toContain('About yesterday')
  await page.getByRole('link', { name: 'Decide about it' }).waitFor({ state: 'hidden' })
})

test('a picture is pasted, shown, stays with its conversation and goes with its caption; an empty file is refused', async () => {
  const { page } = it
  const other = await customers.arrive('Nora Quist', 'Which colours are there?')
  await open(robin)
  await box().focus()
  // As text: what runs in the page knows its types, this file does not.
  const paste = (bytes: readonly number[], name: string, type: string) =>
    page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], '${name}', { type: '${type}' }))
      document.querySelector('textarea[aria-label="Answer"]').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }`)
  // The box may be made anew while what the number can carry is still coming.
  await expect
    .poll(async () => {
      await paste([], 'nothing.png', 'image/png')
      return page.getByText('“nothing.png” is empty', { exact: false }).count()
    })
    .toBeGreaterThan(0)
  await paste([...pixel], 'dot.png', 'image/png')
  const files = page.getByRole('list', { name: 'Files to send' })
  await files.getByText('Picture').waitFor()
  // Who looks at another conversation finds it again, and not there.
  await page.locator(`a[href$="${other}"]`).click()
  await thread().getByText('Which colours are there?').waitFor()
  expect(await files.count()).toBe(0)
  await page.goBack()
  await files.getByText('Picture').waitFor()
  // A file can't be kept over a reload: the browser asks first.
  await box().click()
  const [question] = await Promise.all([
    page.waitForEvent('dialog'),
    page.evaluate('setTimeout(() => location.reload())'),
  ])
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await box().fill('A dot')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect
    .poll(async () => JSON.stringify((await customers.screen('Robin Vale')).at(-1)))
    .toMatch(/"type":"image".*A dot|A dot.*"type":"image"/)
})

test('a canned reply is found by its code and filled in; a note stays with the team', async () => {
  const { page, api } = it
  await api('POST', '/v1/canned-replies', { shortCode: 'thanks', text: 'Thank you, {{ contact.first_name }}!' })
  await open(robin)
  await box().pressSequentially('/than')
  await page.getByRole('option', { name: /thanks/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => box().inputValue()).toBe('Thank you, Robin!')
  await box().fill('')
  await page.keyboard.press('Alt+p')
  await page.getByRole('textbox', { name: 'Note to the team' }).fill('Knows what he wants')
  await page.getByRole('button', { name: 'Add note' }).click()
  await thread().getByText('Knows what he wants').waitFor()
  await page.keyboard.press('Alt+l')
  await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Answer')
  expect(JSON.stringify(await customers.screen('Robin Vale'))).not.toContain('Knows what he wants')
})

test('a message with buttons is written within WhatsApp’s limits, kept while it is not sent, and its button comes back', async () => {
  const { page } = it
  await open(robin)
  await box().fill('Shall we deliver it today?')
  const more = (kind: string) => page.getByRole('menuitem', { name: kind }).click()
  const insert = async (kind: string) => {
    await page.getByRole('button', { name: 'More to send' }).click()
    await more(kind)
  }
  await insert('Buttons or a list…')
  const dialog = page.getByRole('dialog', { name: 'Buttons or a list' })
  expect(await dialog.getByLabel('Text', { exact: true }).inputValue()).toBe('Shall we deliver it today?')
  await dialog.getByLabel('Button 1', { exact: true }).fill('Yes, and before noon please')
  await dialog.getByText('27/20').waitFor()
  expect(await dialog.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await dialog.getByLabel('Button 1', { exact: true }).fill('Yes, please')
  await dialog.getByRole('button', { name: 'Add a button' }).click()
  await dialog.getByLabel('Button 2', { exact: true }).fill('Tomorrow')
  await dialog.getByRole('region', { name: 'What the customer will see' }).getByText('Tomorrow').waitFor()
  await dialog
    .getByLabel('Picture in the header')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: pixel })
  await dialog.getByRole('region', { name: 'What the customer will see' }).locator('img').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await expect
    .poll(() => customers.lastOn('Robin Vale'))
    .toMatch(/"image".*Shall we deliver it today\?.*Yes, please.*Tomorrow/)
  // Pressed on the phone, it comes back as an answer.
  const messageId = (await customers.screen('Robin Vale')).at(-1)?.['id']
  await customers.say('Robin Vale', { type: 'button', messageId, button: 'button-1' })
  await thread().getByText('Pressed a button').waitFor()
  expect(await page.getByRole('button', { name: 'Continue', exact: true }).count()).toBe(0)

  await insert('Buttons or a list…')
  await dialog.getByRole('button', { name: /^List/ }).click()
  await dialog.getByLabel('Text', { exact: true }).fill('When?')
  await dialog.getByLabel('Button that opens the list').fill('Choose a time')
  await dialog.getByLabel('Row 1', { exact: true }).fill('Morning')
  await dialog.getByLabel('Description').fill('8 to 12')
  await expectAccessible(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => customers.lastOn('Robin Vale')).toMatch(/When\?.*Choose a time.*Morning/)

  await insert('Location…')
  await page.getByLabel('Coordinates, or a link to a map').fill('https://maps.google.com/?q=51.47793,-0.00148')
  await page.getByLabel('Name of the place').fill('Our shop')
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => customers.lastOn('Robin Vale')).toMatch(/51\.47793.*Our shop|Our shop.*51\.47793/)

  await insert('Contact card…')
  await page.getByLabel('Name', { exact: true }).fill('The workshop')
  await page.getByLabel('Phone number').fill('+44 20 7946 0958')
  await expectAccessible(page, '[role=dialog]')
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => customers.lastOn('Robin Vale')).toMatch(/The workshop.*7946/)
})

test('a voice note is recorded, heard before it goes, and arrives as one; one that is thrown away does not', async () => {
  const { page, server } = it
  await open(robin)
  const before = (await customers.screen('Robin Vale')).length
  const recorder = page.getByRole('group', { name: 'Voice note' })
  const record = async (seconds: string) => {
    await page.getByRole('button', { name: 'Record a voice note' }).click()
    await recorder.getByRole('timer').getByText(seconds).waitFor()
  }
  await record('0:00')
  await expectAccessible(page, 'section[aria-label="Write"]')
  await recorder.getByRole('button', { name: 'Discard the recording' }).click()
  await record('0:02')
  await recorder.getByRole('button', { name: 'Stop and listen' }).click()
  await recorder.getByRole('slider', { name: 'Position' }).waitFor()
  // It is as long as what was spoken.
  await expect.poll(() => recorder.getByRole('slider').getAttribute('aria-valuemax')).toMatch(/^[2-9]$/)
  await recorder.getByRole('button', { name: 'Play' }).click()
  await recorder.getByRole('button', { name: 'Pause' }).waitFor()
  await recorder.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => customers.lastOn('Robin Vale')).toMatch(/"type":"audio".*"voice":true/)
  expect((await customers.screen('Robin Vale')).length).toBe(before + 1)
  const { items } = await it.api<{ items: { type: string; media?: { id: string }[] }[] }>(
    'GET',
    '/v1/messages?limit=20',
  )
  const media = items.find(({ type }) => type === 'audio')?.media?.[0]?.id
  const file = await (await page.request.get(`${server.url}/v1/media/${media}`)).body()
  // Opus in Ogg, with one channel.
  expect([file.toString('latin1', 0, 4), file.toString('latin1', 28, 36), file[37]]).toEqual(['OggS', 'OpusHead', 1])
})

test('what is scheduled waits for its time, is told beforehand when the window will be closed, and is taken back', async () => {
  const { page } = it
  await open(robin)
  await box().fill('See you tomorrow')
  await page.getByRole('button', { name: 'Ways to send' }).click()
  await page.getByRole('menuitem', { name: 'Schedule…' }).click()
  const when = page.getByLabel('Send at')
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16)
  await when.fill(inAWeek)
  await page.getByText(/The 24 hours end on/).waitFor()
  expect(await page.getByRole('button', { name: 'Schedule', exact: true }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'In an hour' }).click()
  await expectAccessible(page, '[role=dialog]')
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByRole('button', { name: '1 scheduled message' }).click()
  await page.getByRole('button', { name: 'Don’t send' }).click()
  await page.getByRole('button', { name: '1 scheduled message' }).waitFor({ state: 'hidden' })
  expect(await customers.textsOn('Robin Vale')).not.toContain('See you tomorrow')
})

test('whom nobody can write to freely is sent a template, seen before as they will see it', async () => {
  const { page, api } = it
  const phone = await customers.add('Ada Holm')
  const hello = { type: 'template', name: 'hello_world', language: 'en_US' }
  const sent = await api<{ conversationId: string }>('POST', '/v1/messages', { to: `+${phone}`, content: hello })
  await open(sent.conversationId)
  await page.getByText('The customer has not written yet.', { exact: false }).waitFor()
  expect(await box().count()).toBe(0)
  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page.getByRole('searchbox', { name: 'Search templates' }).fill('order_update')
  await page.getByRole('button', { name: /order_update/ }).click()
  const fields = page.getByRole('dialog').getByRole('textbox')
  await fields.first().waitFor()
  for (const [index, field] of (await fields.all()).entries()) await field.fill(`value ${index + 1}`)
  await page.getByRole('region', { name: 'What the customer will see' }).getByText('value 1').first().waitFor()
  await expectAccessible(page, '[role=dialog]')
  await page.getByRole('button', { name: 'Send template' }).click()
  await expect.poll(async () => (await customers.screen('Ada Holm')).length).toBe(2)
  expect(JSON.stringify(await customers.screen('Ada Holm'))).toContain('value 1')

  // A file in the header is uploaded here, and seen.
  const components = [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } },
    { type: 'BODY', text: 'This one is in stock again.' },
  ]
  await api('POST', '/v1/templates', { name: 'back_in_stock', language: 'en', category: 'UTILITY', components })
  const approved = () => api<{ items: Json[] }>('GET', '/v1/templates?status=APPROVED&search=back_in_stock')
  await expect.poll(async () => (await approved()).items.length).toBe(1)
  await page.reload()
  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page.getByRole('button', { name: /back_in_stock/ }).click()
  const picture = { name: 'dot.png', mimeType: 'image/png', buffer: pixel }
  await page.getByLabel('Picture in the header').setInputFiles(picture)
  await page.getByRole('region', { name: 'What the customer will see' }).locator('img').waitFor()
  await page.getByRole('button', { name: 'Send template' }).click()
  await expect.poll(() => customers.lastOn('Ada Holm')).toMatch(/"image".*in stock again/)

  // Each card of a carousel has a file and words of its own.
  await page.reload()
  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page.getByRole('button', { name: /new_in_the_shop/ }).click()
  const card = (number: number) => page.getByRole('group', { name: `Card ${number}` })
  await page.getByLabel('{{1}}').first().fill('Ada')
  for (const [index, colour] of ['blue', 'red'].entries()) {
    await card(index + 1)
      .getByLabel('Picture in the header')
      .setInputFiles(picture)
    await card(index + 1)
      .getByRole('textbox')
      .fill(colour)
  }
  const cards = page.getByRole('dialog').getByRole('list', { name: 'Cards' })
  await cards.getByText('The red one').waitFor()
  await expect.poll(() => cards.locator('img').count()).toBe(2)
  await expectAccessible(page, '[role=dialog]')
  await page.getByRole('button', { name: 'Send template' }).click()
  await thread().getByRole('list', { name: 'Cards' }).getByText('The blue one').waitFor()
  await expect.poll(() => thread().getByRole('list', { name: 'Cards' }).locator('img').count()).toBe(2)
  await expect.poll(() => customers.lastOn('Ada Holm')).toMatch(/today, Ada/)
})

test('what an assistant wants to send waits with its reason; a person edits it, and exactly that arrives', async () => {
  const { page, api, server } = it
  const conversationId = await customers.arrive('Lena Fuchs', 'When do you open?')
  const { key } = await api<{ key: string }>('POST', '/v1/keys', {
    name: 'Helper',
    scopes: ['messages:read', 'messages:send', 'conversations:read', 'contacts:read', 'accounts:read'],
  })
  await using assistant = assistantOf(await connectAssistant(`${server.url}/mcp`, key))
  const ask = (text: string) =>
    assistant.call('send_message', { to: conversationId, text, reason: 'She asked for the hours' })
  await page.goto(`${server.url}/app/approvals`)
  await page.getByText('Nothing waits for you').waitFor()
  expect((await ask('We open at eight.')).structured).toMatchObject({ state: 'held' })
  // It appears by itself.
  await page.getByRole('link', { name: /Lena Fuchs/ }).waitFor()
  await page.keyboard.press('j')
  const detail = page.getByRole('article', { name: 'Message to Lena Fuchs' })
  await detail.getByText('She asked for the hours').waitFor()
  await detail.getByText('When do you open?').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('e')
  const edited = page.getByRole('textbox', { name: 'What is sent instead' })
  await page.keyboard.type(' See you!')
  expect(await edited.inputValue()).toBe('We open at eight. See you!')
  await edited.fill('We open at *nine*.')
  // What was begun is shown again, and not the original ready to go.
  await page.reload()
  await expect.poll(() => page.getByRole('textbox', { name: 'What is sent instead' }).inputValue()).toMatch(/nine/)
  expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
  await edited.press('ControlOrMeta+Enter')
  await expect.poll(() => customers.textsOn('Lena Fuchs')).toEqual(['We open at *nine*.'])
  const { items } = await api<{ items: Json[] }>('GET', '/v1/approvals?state=approved')
  expect(items[0]).toMatchObject({ edited: true, contents: [{ text: 'We open at *nine*.' }] })

  // Of a template, the values one by one.
  const reminder = { name: 'appointment_reminder', language: 'en' }
  const body = { first_name: 'Lina', day: 'Monday', time: '8:00' }
  await assistant.call('send_template', { to: conversationId, ...reminder, parameters: { body } })
  await page.getByRole('link', { name: /Lena Fuchs/ }).click()
  await detail.getByRole('button', { name: 'Edit and approve' }).click()
  const instead = page.getByRole('group', { name: 'Values of the template' })
  expect(await instead.getByLabel('{{first_name}}').inputValue()).toBe('Lina')
  expect(await page.getByRole('button', { name: 'Approve these values' }).isDisabled()).toBe(true)
  await instead.getByLabel('{{first_name}}').fill('Lena')
  await instead
    .getByRole('region', { name: 'What the customer will see' })
    .getByText(/Lena.*Monday/s)
    .waitFor()
  await expectAccessible(page, 'article')
  await page.getByRole('button', { name: 'Approve these values' }).click()
  await expect.poll(() => customers.lastOn('Lena Fuchs')).toMatch(/Lena.*Monday.*8:00/)

  // The same of the cards of a carousel.
  const link = { link: 'https://example.com/a.png' }
  const card = { header: [{ type: 'image', media: link }], body: ['gren'] }
  const carousel = { type: 'template', name: 'new_in_the_shop', language: 'en' }
  await wait(conversationId, { ...carousel, parameters: { body: ['Lena'], cards: [card, card] } })
  await page.getByRole('link', { name: /Lena Fuchs/ }).click()
  await detail.getByRole('button', { name: 'Edit and approve' }).click()
  for (const number of [1, 2]) {
    const one = instead.getByRole('group', { name: `Card ${number}` })
    expect(await one.getByRole('textbox').inputValue()).toBe('gren')
    await one.getByRole('textbox').fill('green')
    await one.getByLabel('Picture in the header').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: pixel })
  }
  await expect.poll(() => instead.getByRole('list', { name: 'Cards' }).locator('img').count()).toBe(2)
  await expectAccessible(page, 'article')
  await page.getByRole('button', { name: 'Approve these values' }).click()
  await expect.poll(() => customers.lastOn('Lena Fuchs')).toMatch(/today, Lena/)
  const [newest] = (await api<{ items: Json[] }>('GET', '/v1/approvals?state=approved')).items
  expect(newest).toMatchObject({
    edited: true,
    contents: [{ parameters: { cards: [{ body: ['green'] }, { body: ['green'] }] } }],
  })

  // A key that is held decides once, about what was read: the next one is shown and stays.
  const held = ['Shown first', 'One more', 'And another']
  for (const text of held.toReversed()) await ask(text)
  const approvals: string[] = []
  page.on('request', (request) => request.url().endsWith('/approve') && approvals.push(request.url()))
  await page
    .getByRole('link', { name: /Shown first/ })
    .first()
    .click()
  const goes = detail.getByRole('region', { name: 'This will be sent' })
  await goes.getByText('Shown first').waitFor()
  // Long enough to read it: sooner no key counts.
  await page.waitForTimeout(500)
  await page.keyboard.down('a')
  await goes.getByText('One more').waitFor()
  await page.waitForTimeout(500)
  for (let press = 0; press < 20; press++) await page.keyboard.down('a')
  await page.keyboard.up('a')
  await expect.poll(() => customers.textsOn('Lena Fuchs')).toContain('Shown first')
  expect(approvals).toHaveLength(1)

  await page.getByRole('checkbox', { name: 'Choose all' }).click()
  await page.getByText('2 chosen').waitFor()
  await page.getByRole('button', { name: 'Reject', exact: true }).first().click()
  await page.getByText('2 messages rejected').first().waitFor()
  expect(JSON.stringify(await customers.screen('Lena Fuchs'))).not.toMatch(/One more|And another/)
  // Nor is it shown as said where the next is decided about.
  await ask('The next')
  await page.getByRole('link', { name: /The next/ }).click()
  const before = detail.getByRole('region', { name: 'What was said before' })
  await before.getByText('Shown first').waitFor()
  expect(await before.getByText(/One more|And another/).count()).toBe(0)
  await detail.getByRole('button', { name: 'Reject' }).click()
  await detail.getByRole('textbox').press('Enter')
  await page.getByText('Nothing waits for you').waitFor()
})

test('who may only read is told why there is nothing to write with, and decides about nothing', async () => {
  const { server, api } = it
  await wait(robin, { type: 'text', text: 'No.' })
  const { items } = await api<{ items: { id: string }[] }>('GET', '/v1/approvals?state=pending')
  await api('POST', `/v1/approvals/${items[0]?.id}/reject`, {})
  const page = await it.join('viewer', 'Vera')
  await page.goto(`${server.url}/app/inbox/${robin}`)
  await page.getByText('Answering takes the role of an agent', { exact: false }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Answer', exact: true }).count()).toBe(0)
  await page.goto(`${server.url}/app/approvals?state=rejected`)
  const rejected = page.getByRole('link', { name: /Robin Vale/ }).first()
  await rejected.click()
  await page.getByText(/Rejected by Olga/).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
})
