import type { Contact, Template } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Console, expectAccessible, openConsole } from '../support/console.ts'
import { conversationOf, customerPhone } from '../support/every-content.ts'

/* The pages of whom one reaches and how: contacts, templates, broadcasts. */
let it: Console
const json = { 'content-type': 'application/json' }

beforeAll(async () => {
  it = await openConsole()
  for (const [phone, name] of [
    ['34600112201', 'Maria Lima'],
    ['34600112208', 'Maria Lima'],
    ['34600112203', 'Zoë Quint'],
  ] as const) {
    await simulator('/customers', { phone: `+${phone}`, name })
    await simulator(`/customers/${phone}/messages`, { type: 'text', text: `It is ${name}` })
  }
})
afterAll(() => it[Symbol.asyncDispose]())

async function simulator(path: string, body: object): Promise<void> {
  const response = await fetch(`${it.simulatorUrl}/simulator${path}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
}
const contacts = async () => (await it.api<{ items: Contact[] }>('GET', '/v1/contacts?sort=name')).items
const go = (path: string, page = it.page) => page.goto(`${it.server.url}/app${path}`)

test('contacts are found, two of one person are joined, and taken apart again', async () => {
  const { page } = it
  await expect.poll(async () => (await contacts()).length, { timeout: 20_000 }).toBe(3)
  await go('/contacts')
  await page.getByRole('link', { name: /Zoë Quint/ }).waitFor()
  await expectAccessible(page)
  const field = page.getByRole('searchbox', { name: 'Search contacts' })
  await field.fill('zoë')
  await page.waitForURL(/q=zo/)
  // All of them again, by another way than the field.
  await page.getByRole('link', { name: 'Contacts', exact: true }).first().click()
  await expect.poll(() => field.inputValue()).toBe('')
  await page
    .getByRole('link', { name: /Maria Lima/ })
    .first()
    .waitFor()
  await field.fill('maria')
  await page.waitForURL(/q=maria/)
  await page.getByRole('link', { name: /Zoë Quint/ }).waitFor({ state: 'detached' })
  await page
    .getByRole('link', { name: /Maria Lima/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Join with another…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Maria Lima.*same name/ }).click()
  await dialog.getByRole('button', { name: 'Join', exact: true }).click()
  await page.getByText('Maria Lima was joined.').first().waitFor()
  await expect.poll(async () => (await contacts()).length).toBe(2)
  await page.getByText('by Olga').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take apart' }).click()
  await dialog.getByRole('button', { name: 'Take apart' }).click()
  await page.getByText('They are two contacts again.').first().waitFor()
  expect((await contacts()).map(({ name }) => name).toSorted()).toEqual(['Maria Lima', 'Maria Lima', 'Zoë Quint'])
})

test('a person is erased by whoever may, after typing their name; a viewer is offered nothing of it', async () => {
  const zoe = (await contacts()).find(({ name }) => name === 'Zoë Quint')
  const viewer = await it.join('viewer', 'Vera')
  await go(`/contacts/${zoe?.id}`, viewer)
  await viewer.getByRole('heading', { name: 'Zoë Quint' }).waitFor()
  await viewer.getByRole('heading', { name: 'Known as' }).waitFor()
  for (const name of ['More for this contact', 'Join with another…', 'Rename', 'Opt out'])
    expect(await viewer.getByRole('button', { name }).count(), name).toBe(0)
  const { page } = it
  await go(`/contacts/${zoe?.id}`)
  await page.getByRole('button', { name: 'More for this contact' }).click()
  await page.getByRole('menuitem', { name: 'Erase…' }).click()
  const dialog = page.getByRole('dialog')
  const erase = dialog.getByRole('button', { name: 'Erase for good' })
  await dialog.getByRole('textbox').fill('Zoë')
  expect(await erase.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('Zoë Quint')
  await erase.click()
  await page.getByText('Zoë Quint was erased.').first().waitFor()
  await page.waitForURL(/\/app\/contacts$/)
  expect((await contacts()).some(({ id }) => id === zoe?.id)).toBe(false)
  await page.goBack()
  await page.getByRole('heading', { name: 'This person was erased' }).waitFor()
  expect(await page.getByRole('button', { name: 'Rename' }).count()).toBe(0)
  const { items } = await it.api<{ items: Contact[] }>('GET', '/v1/contacts')
  expect(items.map(({ name }) => name).toSorted()).toEqual(['Maria Lima', 'Maria Lima'])
})

test('a template is handed in after what was wrong stood at its field, and is approved', async () => {
  const { page } = it
  await go('/templates/new')
  await page.getByLabel('Name', { exact: true }).fill('order_ready')
  const body = page.getByRole('textbox', { name: 'Text', exact: true })
  await body.fill('Hello {{1}}{{2}} is ready.')
  await page.reload()
  await page.getByText('This is what you began to write', { exact: false }).waitFor()
  expect(await body.inputValue()).toBe('Hello {{1}}{{2}} is ready.')
  await page.getByRole('button', { name: 'Hand in for review' }).click()
  await page.getByText('3 things keep it from being handed in.').waitFor()
  expect(await body.getAttribute('aria-invalid')).toBe('true')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show the place' }).click()
  expect(await body.evaluate((field) => (field as unknown as { selectionStart: number }).selectionStart)).toBe(6) // a text area
  await body.fill('Hello {{1}}, your order {{2}} is ready.')
  await page.getByLabel('Example of {{1}}').fill('Robin')
  await page.getByLabel('Example of {{2}}').fill('A-1007')
  await page
    .getByRole('region', { name: 'What the customer will see' })
    .getByText('Hello Robin, your order A-1007')
    .waitFor()
  await page.getByRole('button', { name: 'Hand in for review' }).click()
  await page.getByText('order_ready was handed in.').first().waitFor()
  const { items } = await it.api<{ items: Template[] }>('GET', '/v1/templates?search=order_ready')
  await simulator(`/templates/${items[0]?.providerTemplateId}`, { status: 'APPROVED' }).catch(() => undefined)
  await page.getByText('Approved', { exact: true }).waitFor({ timeout: 20_000 })
  await page.getByRole('link', { name: 'Send to many' }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Send a test' }).click()
  const test = page.getByRole('dialog')
  await test.getByLabel('To', { exact: true }).fill('+34 600 112 299')
  expect(await test.getByLabel('{{1}}', { exact: true }).inputValue()).toBe('Robin')
  await test.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Sent on its way.').first().waitFor()
  await go(`/templates/${items[0]?.id}/edit`)
  await page.getByRole('region', { name: 'What the customer will see' }).waitFor()
  await expectAccessible(page)
  await go('/templates?status=APPROVED')
  await page.getByRole('link', { name: /order_ready/ }).waitFor()
  await expectAccessible(page)
})

test('a carousel, a one-time code and the button of a flow are written, with what is wrong at its place', async () => {
  const { page } = it
  const handIn = () => page.getByRole('button', { name: 'Hand in for review' }).click()
  const preview = page.getByRole('region', { name: 'What the customer will see' })
  const sentAs = async (name: string) => {
    await page.getByText(`${name} was handed in.`).first().waitFor()
    const { items } = await it.api<{ items: Template[] }>('GET', `/v1/templates?search=${name}`)
    return JSON.stringify(items[0]?.components)
  }
  await go('/templates/new')
  await page.getByLabel('Name', { exact: true }).fill('new_in_the_shop')
  await page.getByLabel('Category').selectOption('Marketing')
  await page.getByLabel('Layout').selectOption('A text with cards to swipe through')
  await page.getByRole('textbox', { name: 'Text', exact: true }).first().fill('New in the shop:')
  for (const number of [1, 2]) {
    const card = page.getByRole('group', { name: `Card ${number}` })
    await card.getByLabel('Example for the review').fill('4::aW')
    await card.getByRole('textbox', { name: 'Text', exact: true }).fill(number === 1 ? 'The {{1}} one' : '')
    await card.getByLabel('Words on the button').fill('This one')
  }
  await handIn()
  const second = page.getByRole('group', { name: 'Card 2' })
  await second.getByText('is empty').waitFor()
  await page.getByRole('group', { name: 'Card 1' }).getByLabel('Example of {{1}}').fill('blue')
  await preview.getByText('The blue one').waitFor()
  await second.getByRole('textbox', { name: 'Text', exact: true }).fill('The red one')
  await expectAccessible(page)
  await handIn()
  expect(await sentAs('new_in_the_shop')).toMatch(/CAROUSEL.*The \{\{1\}\} one.*The red one/)

  await go('/templates/new')
  await page.getByLabel('Name', { exact: true }).fill('confirm_number')
  await page.getByLabel('Category').selectOption('Authentication')
  await page.getByLabel('How the code gets into the app').selectOption('Filled in with one press (Android)')
  await page.getByLabel('Name of the Android app').fill('shop')
  await page.getByLabel('Signature of the app').fill('K8a/AINcGX7')
  await preview.getByText('123456').waitFor()
  await handIn()
  await page.getByText('is the name of an Android app, like com.example.shop').waitFor()
  await page.getByLabel('Name of the Android app').fill('com.example.shop')
  await expectAccessible(page)
  await handIn()
  expect(await sentAs('confirm_number')).toContain('com.example.shop')

  await go('/templates/new')
  await page.getByLabel('Name', { exact: true }).fill('book_a_visit')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Book your visit here.')
  await page.getByRole('button', { name: 'Add a button' }).click()
  await page.getByRole('menuitem', { name: 'Open a flow' }).click()
  await page.getByLabel('Words on the button').fill('Book')
  await handIn()
  await page.getByText('a flow is named by flow_id').waitFor()
  await page.getByLabel('Id of the flow').fill('1007')
  await handIn()
  expect(await sentAs('book_a_visit')).toContain('"flow_id":"1007"')
})

test('templates of products and zero-tap codes are written; one of products is sent and stands on the phone', async () => {
  const { page } = it
  const preview = page.getByRole('region', { name: 'What the customer will see' })
  const handIn = () => page.getByRole('button', { name: 'Hand in for review' }).click()
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await go('/templates/new')
  await preview.getByText('What you write appears here').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('code_without_press')
  await page.getByLabel('Category').selectOption('Authentication')
  await page.getByLabel('How the code gets into the app').selectOption('Filled in without a press (Android)')
  await page.getByLabel('Name of the Android app').fill('com.example.shop')
  await page.getByLabel('Signature of the app').fill('K8a/AINcGX7')
  await handIn()
  await page.getByText('has to be true: WhatsApp has terms for it').waitFor()
  await page.getByRole('switch', { name: 'The terms for codes without a press are accepted' }).click()
  await expectAccessible(page)
  await handIn()
  await page.getByText('code_without_press was handed in.').first().waitFor()

  for (const [name, layout] of [
    ['whole_catalogue', 'A text that opens your catalogue'],
    ['one_product', 'One product'],
    ['chosen_products', 'A text that opens products you choose'],
  ] as const) {
    await go('/templates/new')
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Layout').selectOption(layout)
    await text.fill('New in the shop')
    await preview.getByText(/^View/).waitFor()
    await handIn()
    await page.getByText(`${name} was handed in.`).first().waitFor()
  }
  const customer = await customerPhone(it.simulatorUrl, '+15550100666', 'Cat Alog')
  await customer.does({ type: 'text', text: 'What is new?' })
  const conversation = await conversationOf(it, 'Cat Alog')
  const approved = async () => {
    const { items } = await it.api<{ items: Template[] }>('GET', '/v1/templates?search=chosen_products')
    return items[0]?.status
  }
  await expect.poll(approved, { timeout: 60_000 }).toBe('APPROVED')
  await go(`/inbox/${conversation}?phone=15550100666`)
  await page.getByRole('button', { name: 'Send a template' }).click()
  await page.getByRole('dialog').getByText('chosen_products').click()
  const products = page.getByRole('dialog').getByLabel('Products')
  await expect(page.getByRole('button', { name: 'Send template' }).isDisabled()).resolves.toBe(true)
  await products.fill('Shirts:\nblue-shirt\nred-shirt')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Send template' }).click()
  const phone = page.getByRole('log', { name: 'Conversation on the phone' })
  await phone.getByText('View items').waitFor()
})

const list = `phone,First name,Order
+34 600 112 201,Maria,A-1007
+34600112208,,A-1008
nobody,X,A-1
+34600112201,Again,A-1010
+15550100120,Una,A-1011
`

test('a list goes out as a broadcast, from the upload to delivered, after a look at who would not get it', async () => {
  const { page } = it
  await go('/broadcasts/new')
  await page.getByLabel('Name', { exact: true }).fill('Orders of Friday')
  await page.getByLabel('Template', { exact: true }).selectOption({ label: 'order_update (en_US)' })
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
  await page.getByText('5 rows in 3 columns').waitFor()
  for (const [place, column] of ['First name', 'Order', 'Order'].entries())
    await page.getByLabel('Taken from').nth(place).selectOption(column)
  await page.getByLabel('Where a row has nothing').first().fill('there')
  await page.getByText('Hi Maria, your order A-1007').waitFor()
  await page.getByRole('button', { name: 'Next row' }).click()
  await page.getByText('Hi there, your order A-1008').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check the list' }).click()
  const check = page.getByRole('region', { name: 'Who would get it now' })
  await check.getByText('would get it', { exact: true }).waitFor()
  expect(await check.getByRole('definition').allTextContents()).toEqual(['3', '0', '1', '1'])
  await page.getByText(/"nobody" is neither a phone number/).waitFor()
  await expectAccessible(page)
  // What was chosen can be changed until it starts.
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByRole('heading', { name: 'Change “Orders of Friday”' }).waitFor()
  expect(await page.getByLabel('Taken from').first().inputValue()).toBe('First_name')
  await page.getByText('Hi Maria, your order A-1007').waitFor()
  await page.getByLabel('Where a row has nothing').first().fill('dear customer')
  await page.getByRole('button', { name: 'Next row' }).click()
  await page.getByText('Hi dear customer, your order A-1008').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save and check' }).click()
  await check.getByText('would get it', { exact: true }).waitFor()
  expect(await check.getByRole('definition').allTextContents()).toEqual(['3', '0', '1', '1'])
  await page.getByRole('button', { name: 'Start…' }).click()
  await page
    .getByRole('dialog', { name: 'Send to 3 people?' })
    .getByRole('button', { name: 'Start', exact: true })
    .click()
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect.poll(() => progress.getByRole('definition').nth(1).textContent(), { timeout: 20_000 }).toBe('2')
  const people = page.getByRole('region', { name: 'People in the list' })
  await people.getByText('The message cannot be delivered', { exact: false }).waitFor()
  await people.getByText('Failed', { exact: true }).waitFor()
  await simulator('/customers/34600112208/messages', { type: 'text', text: 'Thank you' })
  await expect.poll(() => progress.textContent(), { timeout: 20_000 }).toContain('1 answered')
  await expectAccessible(page)
  const { page: owner } = it
  const report = await owner.request.get(
    `${it.server.url}${await page.getByRole('link', { name: 'Report (CSV)' }).getAttribute('href')}`,
  )
  expect((await report.text()).split('\n')[1]).toContain('+34 600 112 201')
  const sent = await it.api<{ content: unknown }>('GET', `/v1/broadcasts/${page.url().split('/').at(-1)}`)
  expect(JSON.stringify(sent.content)).toContain('dear customer')
  await go('/broadcasts')
  await page.getByRole('link', { name: /Orders of Friday/ }).waitFor()
  await expectAccessible(page)
})

/** A draft to so many people, on its page. */
async function draft(name: string, count: number): Promise<void> {
  const content = {
    type: 'template',
    name: 'order_update',
    language: 'en_US',
    parameters: { body: ['{{ name }}', 'A-1'], buttons: [{ index: 0, subType: 'url', parameters: ['A-1'] }] },
  }
  const recipients = Array.from({ length: count }, (_, n) => ({
    to: { phone: `+34600113${100 + n}` },
    variables: { name: `Person ${n}` },
  }))
  const { id } = await it.api<{ id: string }>('POST', '/v1/broadcasts', { name, content, perSecond: 1, recipients })
  await go(`/broadcasts/${id}`)
}

test('a broadcast waits for its time, is held and let go, and is called off before anybody got it', async () => {
  const { page } = it
  await draft('Next week', 3)
  await page.getByRole('button', { name: 'Start…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send to 3 people?' })
  await dialog.getByLabel('At a time').check()
  // Without a time it would be sent now.
  expect(await dialog.getByRole('button', { name: 'Schedule' }).isDisabled()).toBe(true)
  const nextWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 11)
  await dialog.locator('input[type=datetime-local]').fill(`${nextWeek}09:30`)
  await dialog.getByRole('button', { name: 'Schedule' }).click()
  await page.getByText('Scheduled', { exact: true }).waitFor()
  await page.getByText(/9:30/).first().waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Scheduled', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click()
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  await expect.poll(() => page.getByRole('button', { name: /Pause|Go on|Cancel it/ }).count()).toBe(0)
})

test('a broadcast that runs stops where it is paused, goes on, and takes back what has not left', async () => {
  const { page } = it
  await draft('Slowly', 60)
  await page.getByRole('button', { name: 'Start…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Running', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click()
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  const id = page.url().split('/').at(-1) ?? ''
  const { recipients } = await it.api<{ recipients: Record<string, number> }>('GET', `/v1/broadcasts/${id}`)
  expect(recipients).toMatchObject({ total: 60, pending: 0 })
  expect(recipients['cancelled']).toBeGreaterThan(0)
})

test('who may not send to many sees broadcasts, and is offered neither making nor steering one', async () => {
  const agent = await it.join('agent', 'Abel')
  await go('/broadcasts', agent)
  await agent.getByRole('link', { name: /Orders of Friday/ }).click()
  await agent.getByRole('heading', { name: 'Orders of Friday' }).waitFor()
  expect(await agent.getByRole('link', { name: 'New broadcast' }).count()).toBe(0)
  expect(await agent.getByRole('link', { name: 'Report (CSV)' }).count()).toBe(0)
  await go('/templates', agent)
  await agent.getByRole('link', { name: /order_update/ }).waitFor()
  expect(await agent.getByRole('link', { name: 'New template' }).count()).toBe(0)
})
