import { afterAll, beforeAll, expect, test } from 'vitest'
import { noDelays } from '../packages/server/src/simulator/options.ts'
import { type Simulator, startSimulator } from '../packages/server/src/simulator/simulator.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/*
 * Templates the whole way: the server in a process of its own, the simulated Graph API beside it, reviews and what becomes of
 * them over the real webhook.
 */
const appSecret = 'the app secret of the template test'
const accessToken = 'token-of-the-template-test'
const numberId = '15550100100001'
const businessAccountId = '15550100100002'
const customer = '+15550100200'
const json = { 'content-type': 'application/json' }

interface TemplateJson {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly category: string
  readonly language: string
  readonly rejectedReason: string | null
  readonly deletedAt: string | null
}

const directory = temporaryDirectory()
let simulator: Simulator
let server: Running

beforeAll(async () => {
  simulator = await startSimulator({
    accessToken,
    appSecret,
    phoneNumbers: [{ id: numberId, displayPhoneNumber: '+1 555-010-0100', businessAccountId }],
    delays: noDelays,
    seed: 'templates',
  })
  server = await serve(directory.path, {
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: numberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_BASE_URL: simulator.url,
    ADMIN_API_KEY: 'admin123',
  })
  simulator.setWebhookUrl(`${server.url}/webhooks/whatsapp`)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

async function ask(method: string, address: string, body?: unknown, more: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${address}`, {
    method,
    headers: { 'x-admin-api-key': 'admin123', ...(body === undefined ? {} : json), ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> } // every answer is an object
}
const list = async (query = '') => (await ask('GET', `/v1/templates${query}`)).body['items'] as TemplateJson[]
const named = async (name: string) => (await list(`?search=${name}`)).find((template) => template.name === name)
async function known(name: string): Promise<TemplateJson> {
  await expect.poll(() => named(name), { timeout: 60_000 }).toBeDefined()
  const template = await named(name)
  if (!template) throw new Error(`there was a template ${name} a moment ago`)
  return template
}
const draft = (name: string, more: object = {}) => ({
  name,
  language: 'en_US',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: 'Hi {{1}}, your table for {{2}} is ready now.',
      example: { body_text: [['Robin', 'two']] },
    },
  ],
  ...more,
})
const statusOf = async (id: string) => (await ask('GET', `/v1/templates/${id}`)).body['status']

test('the templates of a new account are there by themselves, soon', async () => {
  await expect
    .poll(async () => (await list()).map(({ name }) => name), { timeout: 60_000 })
    .toEqual(['appointment_reminder', 'hello_world', 'order_update', 'seasonal_offer', 'sign_in_code'])
  expect(await list('?category=marketing&status=approved')).toMatchObject([{ name: 'seasonal_offer' }])
})

test('what would not pass the review is refused with each place, before the provider is asked', async () => {
  const components = [
    { type: 'BODY', text: '{{1}} comes at {{3}} today' },
    { type: 'FOOTER', text: 'x'.repeat(61) },
  ]
  expect(await ask('POST', '/v1/templates', draft('bad_one', { components }))).toMatchObject({
    status: 422,
    body: {
      code: 'template-draft-invalid',
      errors: [
        { path: 'components[0].text', message: expect.stringContaining('begins with a variable') },
        { path: 'components[0].text', message: expect.stringContaining('{{3}} but no {{2}}') },
        { path: 'components[1].text', message: expect.stringContaining('61 characters') },
      ],
    },
  })
  expect(await named('bad_one')).toBeUndefined()
})

test('a template is handed in, and its row follows the review over the webhook: approved, or rejected with the reason', async () => {
  const good = await ask('POST', '/v1/templates', draft('table_ready'))
  expect(good).toMatchObject({ status: 201, body: { name: 'table_ready', language: 'en_US' } })
  await expect.poll(() => statusOf(good.body['id'] as string), { timeout: 60_000 }).toBe('APPROVED')
  const bad = await ask('POST', '/v1/templates', draft('reject_me'))
  await expect.poll(() => statusOf(bad.body['id'] as string), { timeout: 60_000 }).toBe('REJECTED')
  expect(await named('reject_me')).toMatchObject({ rejectedReason: 'INVALID_FORMAT' })
  expect(await ask('POST', '/v1/templates', draft('table_ready'))).toMatchObject({
    status: 409,
    body: { code: 'template-exists' },
  })

  const events = await fetch(`${server.url}/v1/events?types=template.changed`, {
    headers: { 'x-admin-api-key': 'admin123', 'last-event-id': '0' },
    signal: AbortSignal.timeout(10_000),
  })
  const decoder = new TextDecoder()
  let stream = ''
  for await (const chunk of events.body ?? []) {
    stream += decoder.decode(chunk, { stream: true })
    if (stream.includes('"status":"REJECTED"')) break
  }
  expect(stream).toContain('event: template.changed')
})

test('what the provider decides later stands in the row at once: paused, and no send goes through any more', async () => {
  const template = await known('appointment_reminder')
  const values = { first_name: 'Ana', day: 'Monday', time: '9:30' }
  const content = { type: 'template', name: 'appointment_reminder', language: 'en', parameters: { body: values } }
  expect((await ask('POST', '/v1/messages', { to: customer, content })).status).toBe(202)
  const page = (await fetch(`${simulator.url}/v23.0/${businessAccountId}/message_templates?name=appointment_reminder`, {
    headers: { authorization: `Bearer ${accessToken}` },
  }).then((response) => response.json())) as { data: { id: string }[] }
  const decided = await fetch(`${simulator.url}/simulator/templates/${page.data[0]?.id}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ status: 'PAUSED' }),
  })
  expect(decided.status).toBe(200)
  await expect.poll(() => statusOf(template.id), { timeout: 60_000 }).toBe('PAUSED')
  expect(await ask('POST', '/v1/messages', { to: customer, content })).toMatchObject({
    status: 409,
    body: { code: 'template-not-approved', detail: expect.stringContaining('PAUSED') },
  })
})

test('a send is refused for what is unknown, missing or too many, with its place; a closed window names what may be sent', async () => {
  const send = (parameters: object, more: object = {}) =>
    ask('POST', '/v1/messages', {
      to: customer,
      content: { type: 'template', name: 'order_update', language: 'en_US', parameters, ...more },
    })
  const buttons = [{ index: 0, subType: 'url', parameters: ['A-1007'] }]
  expect(await send({ body: ['Ana'], buttons })).toMatchObject({
    status: 422,
    body: { code: 'template-parameters-missing', detail: 'parameters.body[1]: {{2}} has no value.' },
  })
  expect(await send({ body: ['Ana', 'A-1007', 'x'], buttons })).toMatchObject({
    status: 422,
    body: { code: 'template-parameters-too-many' },
  })
  expect(await send({ body: ['Ana', 'A\n1007'], buttons })).toMatchObject({
    body: { code: 'template-parameters-wrong' },
  })
  expect(await send({}, { name: 'no_such_one' })).toMatchObject({ status: 422, body: { code: 'template-unknown' } })
  expect(await send({}, { language: 'de' })).toMatchObject({
    body: { code: 'template-unknown', detail: expect.stringContaining('en_US') },
  })
  const text = await ask('POST', '/v1/messages', { to: customer, content: { type: 'text', text: 'Hello' } })
  expect(text).toMatchObject({ body: { code: 'window-closed', alternative: { kind: 'template' } } })
  const { templates } = text.body['alternative'] as { templates: { name: string; language: string }[] }
  expect(templates[0]).toEqual({ name: 'hello_world', language: 'en_US' })
})

test('a template is rendered, with defaults for what is not known, and sent once; the conversation shows what the customer reads', async () => {
  const { id } = await known('order_update')
  const parameters = {
    body: ['{{ firstName | default: "there" }}', '{{ order.number }}'],
    buttons: [{ index: 0, subType: 'url', parameters: ['{{ order.number }}'] }],
  }
  expect(await ask('POST', `/v1/templates/${id}/render`, { parameters })).toMatchObject({
    status: 422,
    body: {
      code: 'template-variable-missing',
      errors: [
        { path: 'parameters.body[1]', message: expect.stringContaining('order') },
        { path: 'parameters.buttons[0].parameters[0]' },
      ],
    },
  })
  const variables = { order: { number: 'A-1007' } }
  const rendered = await ask('POST', `/v1/templates/${id}/render`, { parameters, variables })
  expect(rendered).toMatchObject({
    status: 200,
    body: {
      content: { type: 'template', name: 'order_update', parameters: { body: ['there', 'A-1007'] } },
      shown: {
        body: 'Hi there, your order A-1007 has left our shop.',
        buttons: [{ url: 'https://shop.example.com/orders/A-1007' }, { text: 'Change address' }],
        text: 'Hi there, your order A-1007 has left our shop.\n[Follow it] [Change address]',
      },
    },
  })
  const key = { 'idempotency-key': 'template-test-1' }
  const first = await ask('POST', `/v1/templates/${id}/test`, { to: customer, parameters, variables }, key)
  expect(first).toMatchObject({ status: 202, body: { repeated: false, shown: { footer: null } } })
  const again = await ask('POST', `/v1/templates/${id}/test`, { to: customer, parameters, variables }, key)
  const sendId = (first.body['sends'] as { id: string }[])[0]?.id
  expect(again.body).toMatchObject({ repeated: true, sends: [{ id: sendId }] })
  expect((await ask('GET', `/v1/messages/${sendId}`)).body).toMatchObject({
    content: { type: 'template', text: expect.stringContaining('your order A-1007 has left our shop') },
  })
  expect(((await ask('GET', '/v1/search?q=%22left%20our%20shop%22')).body['items'] as object[]).length).toBe(1)
  await expect
    .poll(async () => (await ask('GET', `/v1/messages/${sendId}/send`)).body['state'], { timeout: 60_000 })
    .toBe('accepted')
})

test('the file in a header is one that was uploaded here: it is brought to the provider before the template leaves', async () => {
  const form = new FormData()
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  form.set('file', new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' }), 'offer.png')
  const uploaded = await fetch(`${server.url}/v1/media`, {
    method: 'POST',
    headers: { 'x-admin-api-key': 'admin123' },
    body: form,
  })
  const { id: mediaId } = (await uploaded.json()) as { id: string }
  const { id } = await known('seasonal_offer')
  const parameters = { header: [{ type: 'image', media: { mediaId } }], body: ['Ana', '20 %'] }
  const sent = await ask('POST', `/v1/templates/${id}/test`, { to: '+15550100400', parameters })
  expect(sent).toMatchObject({ status: 202, body: { shown: { header: { format: 'image', content: { mediaId } } } } })
  const sendId = (sent.body['sends'] as { id: string }[])[0]?.id
  await expect
    .poll(async () => (await ask('GET', `/v1/messages/${sendId}/send`)).body['state'], { timeout: 60_000 })
    .toBe('accepted')
})

test('a provider that is out of order is said to be, and nothing stays half done', async () => {
  const broken = await fetch(`${simulator.url}/simulator/faults`, {
    method: 'PATCH',
    headers: json,
    body: JSON.stringify({ serverError: { next: 1 }, everywhere: true }),
  })
  expect(broken.status).toBe(200)
  const failed = await ask('POST', '/v1/templates', draft('after_trouble'))
  expect([failed.status, failed.body['code']]).toEqual([503, 'unavailable'])
  await fetch(`${simulator.url}/simulator/faults`, { method: 'DELETE' })
  expect((await ask('POST', '/v1/templates', draft('after_trouble'))).status).toBe(201)
})

test('a template is changed where that is allowed, reviewed again, and deleted', async () => {
  const { id } = await known('reject_me')
  expect(await ask('PATCH', `/v1/templates/${id}`, {})).toMatchObject({ status: 400 })
  const components = [{ type: 'BODY', text: 'Another text with nothing in it.' }]
  const changed = await ask('PATCH', `/v1/templates/${id}`, { components, category: 'MARKETING' })
  expect(changed).toMatchObject({ status: 200, body: { category: 'MARKETING', components } })
  // Its name still says what the simulator's reviewer shall say.
  await expect.poll(() => statusOf(id), { timeout: 60_000 }).toBe('REJECTED')
  const ready = await known('table_ready')
  expect(await ask('PATCH', `/v1/templates/${ready.id}`, { category: 'MARKETING' })).toMatchObject({
    status: 409,
    body: { code: 'template-not-editable' },
  })
  for (let time = 0; time < 2; time += 1)
    expect(await ask('DELETE', `/v1/templates/${id}`)).toMatchObject({
      status: 200,
      body: { deletedAt: expect.any(String) },
    })
  expect(await named('reject_me')).toBeUndefined()
  expect(await ask('POST', `/v1/templates/${id}/test`, { to: customer })).toMatchObject({ status: 404 })
})

test('reading them on demand says how many there are and how many changed', async () => {
  // While the server itself is reading them, the answer is that they are being read.
  await expect
    .poll(() => ask('POST', '/v1/templates/sync'), { timeout: 60_000 })
    .toMatchObject({ status: 200, body: { items: [{ businessAccountId, state: 'synced', templates: 7 }] } })
  expect((await ask('GET', '/v1/templates/sync')).body).toMatchObject({
    items: [{ businessAccountId, syncedAt: expect.any(String), templates: 7, failure: null }],
  })
  const nobody = await ask('POST', '/v1/templates/sync', { accountId: '0190b0a0-0000-7000-8000-000000000000' })
  expect(nobody).toMatchObject({ status: 409, body: { code: 'templates-not-listed' } })
})

test("the older system's example for hello_world names a customer, for whom the template has no place", async () => {
  const body = { template_name: 'hello_world', language_code: 'en_US', parameters: ['John'] }
  const { items } = (await ask('GET', '/v1/contacts?limit=1')).body as { items: { phone: string }[] }
  const sent = await ask('POST', '/send/template', { to: items[0]?.phone, ...body })
  expect(sent).toMatchObject({ status: 200, body: { ignored_parameters: ['John'], approval_id: null } })
})

test("the other system's preview and test", async () => {
  const contents = { body: { value: 'Hi {{ firstName | default: "there" }}' }, other: { value: '{{ missing }}' } }
  const asked = { workspaceId: 'theirs', channel: 'WhatsApp', userProperties: { firstName: 'Ana' }, contents }
  expect(await ask('POST', '/api/content/templates/whatsapp/render', asked)).toEqual({
    status: 200,
    body: {
      contents: {
        body: { type: 'Ok', value: 'Hi Ana' },
        other: { type: 'Err', err: expect.stringContaining('missing is not given') },
      },
    },
  })
  const { id } = await known('order_update')
  const tried = (more: object) =>
    ask('POST', '/api/content/templates/whatsapp/test', { workspaceId: 'theirs', channel: 'WhatsApp', ...more })
  expect(await tried({ userProperties: {}, contents })).toMatchObject({
    status: 200,
    body: { type: 'Err', err: { suggestions: ['Missing identifying user property value: phone'] } },
  })
  expect(await tried({ userProperties: { phone: '+15550100300' }, contents })).toMatchObject({
    status: 200,
    body: { type: 'Err', err: { responseData: 'window-closed' } },
  })
  const hello = await known('hello_world')
  expect(await tried({ templateId: hello.id, userProperties: { phone: '+15550100300' } })).toMatchObject({
    status: 200,
    body: {
      type: 'Ok',
      value: {
        type: 'DFInternalMessageSent',
        variant: { type: 'WhatsApp', to: '+15550100300', body: expect.stringContaining('first template') },
      },
    },
  })
  expect(await tried({ templateId: id, userProperties: { phone: '+15550100300', 1: 'Ana', 2: 'A-1' } })).toMatchObject({
    body: { type: 'Err', err: { responseData: 'template-parameters-missing' } },
  })
  const filled = { templateId: id, userProperties: { phone: '+15550100300', 1: 'Ana', 2: 'A-1' } }
  expect(await tried({ ...filled, contents: { button0: { value: 'A-1007' } } })).toMatchObject({
    body: { type: 'Ok', value: { variant: { body: expect.stringContaining('A-1') } } },
  })
})
