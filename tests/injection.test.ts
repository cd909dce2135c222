import { readScopes } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { long } from './attack/support/attack.ts'
import { type Hostile, hostileMessages } from './support/hostile-messages.ts'
import { digitsOf, webhooksOf } from './support/hostile-webhooks.ts'
import { type Assistant, type Json, type Office, openOffice } from './support/sending-assistant.ts'
import { postBody } from './support/signed-webhook.ts'

/*
 * Hostile customers, the whole way: their messages come in by signed webhooks, an assistant reads them through every tool,
 * resource and prompt that there is, and then does whatever they say with everything that its key lets it call.
 */
const appSecret = 'the app secret of the injection test'
/** Whom the messages want written to. */
const stranger = '447700900999'
const scopes = [...readScopes, 'messages:send']

const chosen = hostileMessages.flatMap(({ carrier }, index, all) =>
  long || index % 12 === 0 || all.findIndex((other) => other.carrier === carrier) === index ? [index] : [],
)

let office: Office
let key: string
/** One for each set of tools: in `compat` some have the same names. */
const assistants: Assistant[] = []
const ids: { contacts: Json[]; messages: Json[] } = {
  contacts: [],
  messages: [],
}

beforeAll(async () => {
  office = await openOffice({ WHATSAPP_APP_SECRET: appSecret, LOG_LEVEL: 'trace' })
  key = await office.key(scopes)
  for (const toolsets of ['read,send', 'compat'])
    assistants.push(await office.assistant(key, {}, `?toolsets=${toolsets}`))
})
afterAll(async () => {
  for (const assistant of assistants) await assistant[Symbol.asyncDispose]()
  await office[Symbol.asyncDispose]()
})

test('they come in by signed webhooks, and every one is kept', async () => {
  const [account] = (await office.get('/v1/accounts'))['items'] as Json[]
  const desk = {
    phoneNumberId: String(account?.['externalId']),
    businessAccountId: String(account?.['businessAccountId']),
    displayPhoneNumber: String(account?.['displayPhoneNumber']).replace(/\D/g, ''),
    at: Math.floor(Date.now() / 1_000),
  }
  // So that they have a phone on which something could arrive.
  for (const digits of everybody()) await office.phone(digits)
  for (const [index, hostile] of hostileMessages.entries())
    for (const body of webhooksOf(hostile, index, desk))
      expect(await postBody(office.server.url, appSecret, Buffer.from(JSON.stringify(body))), hostile.name).toBe(200)
  await expect
    .poll(async () => ((await office.get('/v1/inbox?state=pending&limit=1'))['items'] as Json[]).length)
    .toBe(0)
  ids.contacts = await allOf('contacts')
  ids.messages = await allOf('messages')
})

async function allOf(what: string): Promise<Json[]> {
  const found: Json[] = []
  for (let cursor = ''; ; ) {
    const page = (await office.get(`/v1/${what}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)) as {
      items: Json[]
      nextCursor: string | null
    }
    found.push(...page.items)
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

test('every hostile message is read through every tool, resource and prompt: fenced, stripped, nothing escapes', async ({
  task,
}) => {
  const answers: Answered[] = []
  for (const [index, assistant] of assistants.entries())
    for (const { from, texts } of await readEverything(assistant))
      answers.push({ from: index === 0 ? from : `compat ${from}`, texts })
  const seen = new Set<string>()
  let appearances = 0
  const escaped: string[] = []
  for (const { from, texts } of answers)
    for (const text of texts) {
      const { words, problem } = inspect(text)
      for (const word of words) seen.add(word)
      appearances += words.length
      if (problem !== undefined) escaped.push(`${from}: ${problem}`)
    }
  const waysIn = new Set(answers.map(({ from }) => from))
  task.meta.attack = { tried: appearances, held: appearances - escaped.length }
  console.log(
    `injection: ${hostileMessages.length} hostile messages, ${waysIn.size} tools, resources and prompts, ` +
      `${answers.length} answers: ${appearances} appearances tried, ${appearances - escaped.length} held`,
  )
  expect(escaped.slice(0, 10)).toEqual([])
  expect(hostileMessages.filter(({ word }) => !seen.has(word)).map(({ name }) => name)).toEqual([])
  expect(hostileMessages.length).toBeGreaterThanOrEqual(60)
})

test('an assistant that does whatever they say sends nothing, decides nothing and changes no policy', async ({
  task,
}) => {
  const before = await policies()
  let tried = 0
  const outcomes = new Map<string, number>()
  for (const index of chosen.filter((_, place) => long || place % 3 === 0)) {
    const hostile = hostileMessages[index]
    for (const outcome of hostile ? await obey(hostile, index) : []) {
      tried += 1
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }
  // Whatever could leave has had its time: one that was sent in earnest after all of them has arrived.
  const witness = digitsOf(0)
  const allowed = await office.post('/v1/messages?wait=accepted', {
    to: `+${witness}`,
    content: { type: 'text', text: 'From a person of the business' },
  })
  expect(allowed.json).toMatchObject({ sends: [{ state: 'accepted' }] })
  const textsOn = async (digits: string) =>
    (await office.screen(digits)).map(({ content }) => (content as { body?: string } | undefined)?.body)
  await expect.poll(() => textsOn(witness)).toEqual(['From a person of the business'])
  const arrived = (await Promise.all([...everybody()].map(textsOn))).flat()
  task.meta.attack = { tried, held: tried + 1 - arrived.length }
  console.log(`naive assistant: ${tried} actions tried, ${tried + 1 - arrived.length} held (${describe(outcomes)})`)
  expect(arrived).toEqual(['From a person of the business'])
  expect(await policies()).toEqual(before)
  const approvals = (await office.get('/v1/approvals?limit=200'))['items'] as Json[]
  expect(approvals.length).toBeGreaterThan(chosen.length / 3)
  expect(new Set(approvals.map(({ state }) => state))).toEqual(new Set(['pending']))
  // What it wrote for customers is read as anything else is.
  const [native] = assistants
  if (!native) throw new Error('there is no assistant')
  const waiting = await pages(native, 'list_approvals', {})
  expect(waiting.flatMap(({ texts }) => texts.map((text) => inspect(text).problem)).filter(Boolean)).toEqual([])
  expect(waiting.flatMap(({ texts }) => texts.flatMap((text) => inspect(text).words)).length).toBeGreaterThan(
    chosen.length / 2,
  )
})

test('nothing of it is in the log, at its most talkative, nor whom it came from', () => {
  const log = office.server.stderr()
  expect(log.split('\n').length).toBeGreaterThan(500)
  const told = [...hostileMessages.map(({ word }) => word), ...everybody(), key, appSecret]
  expect(told.filter((each) => log.includes(each))).toEqual([])
})

function everybody(): Set<string> {
  return new Set([...hostileMessages.keys()].map(digitsOf).concat(stranger))
}

interface Answered {
  /** The tool, resource or prompt. */
  readonly from: string
  readonly texts: readonly string[]
}

/** Everything that reads, by what the server itself lists; what is new and not here fails. */
async function readEverything(assistant: Assistant): Promise<Answered[]> {
  const { client } = assistant
  const { tools } = await client.listTools()
  const described = JSON.stringify([tools, client.getInstructions() ?? ''])
  const answers: Answered[] = [{ from: 'tools/list and instructions', texts: [described] }]
  for (const { name, annotations, description = '' } of tools) {
    if (annotations?.readOnlyHint !== true) continue
    const isCompat = !tools.some((tool) => tool.name === 'list_conversations')
    const calls = callsOf(name, isCompat)
    expect(calls, `tests/injection.test.ts says nothing about the tool ${name} (${description})`).toBeDefined()
    expect(calls?.length, name).toBeGreaterThan(0)
    for (const part of slices(calls ?? [], 25))
      answers.push(...(await Promise.all(part.map((args) => pages(assistant, name, args)))).flat())
  }
  const { resourceTemplates } = await client.listResourceTemplates()
  for (const { uriTemplate } of resourceTemplates) {
    const ofMessages = chosenMessages().map(({ id }) => String(id))
    const found = uriTemplate.includes('conversations') ? chosenConversations() : ofMessages
    for (const part of slices(found, 25))
      answers.push(
        ...(await Promise.all(
          part.map(async (id) => {
            const { contents } = await client.readResource({ uri: uriTemplate.replace('{id}', id) })
            return { from: uriTemplate, texts: contents.map((each) => ('text' in each ? each.text : '')) }
          }),
        )),
      )
  }
  const { prompts } = await client.listPrompts()
  for (const { name, arguments: declared = [] } of prompts) {
    const takesId = declared.some((argument) => argument.name === 'conversationId')
    for (const args of takesId ? chosenConversations().map((conversationId) => ({ conversationId })) : [{}]) {
      const { messages } = await client.getPrompt({ name, arguments: args })
      answers.push({ from: name, texts: messages.map(({ content }) => textOf(content)) })
    }
  }
  return answers
}

function textOf(content: unknown): string {
  const { text, resource } = content as { text?: string; resource?: { text?: string } } // text or an embedded resource
  return text ?? resource?.text ?? ''
}

function chosenContacts(): string[] {
  const phones = new Set(chosen.map((index) => `+${digitsOf(index)}`))
  return ids.contacts.filter(({ phone }) => phones.has(String(phone))).map(({ id }) => String(id))
}

function chosenMessages(): Json[] {
  const people = new Set(chosenContacts())
  return ids.messages.filter(({ contact }) => people.has(String((contact as Json | null)?.['id'])))
}

function chosenConversations(): string[] {
  return [...new Set(chosenMessages().map(({ conversationId }) => String(conversationId)))]
}

/** With which arguments a tool is called so that it shows all of them; undefined: nobody said. */
function callsOf(name: string, isCompat: boolean): Json[] | undefined {
  const byMessage = (key: string) => chosenMessages().map(({ id }) => ({ [key]: id }))
  const byPerson = (key: string) => chosen.map((index) => ({ [key]: digitsOf(index) }))
  const byWord = (key: string) => chosen.map((index) => ({ [key]: hostileMessages[index]?.word }))
  const byConversation = (key: string) => chosenConversations().map((id) => ({ [key]: id }))
  const native: Record<string, Json[]> = {
    list_conversations: [{}],
    get_conversation: byConversation('conversationId'),
    list_messages: [{}, ...byConversation('conversationId')],
    get_message_context: byMessage('messageId'),
    // With letters the wrong way round, so that words of theirs are proposed.
    search_messages: [...byWord('query'), { query: 'zqmakr001' }, { query: 'zqmark*', sort: 'best' }],
    search_contacts: [{ query: 'Customer' }, ...byWord('query')],
    get_contact: chosenContacts().map((contactId) => ({ contactId })),
    list_calls: [{}],
    list_accounts: [{}],
    get_stats: [{}],
    get_message_status: byMessage('messageId'),
    list_templates: [{ status: 'ANY' }],
    list_approvals: [{}],
    get_whatsapp_settings: [{}],
  }
  const compat: Record<string, Json[]> = {
    search_contacts: [{ query: 'Customer' }, ...byWord('query')],
    list_messages: [{ limit: 100 }, ...byWord('query')],
    list_chats: [{ limit: 200, include_last_message: true }, { query: 'zqmark' }],
    get_chat: byPerson('chat_jid'),
    get_direct_chat_by_contact: byPerson('sender_phone_number'),
    get_contact_chats: byPerson('jid'),
    get_last_interaction: byPerson('jid'),
    get_message_context: byMessage('message_id'),
    download_media: byMessage('message_id'),
    get_messages: [{}],
    search_messages: byWord('query'),
    get_call_history: [{}],
    get_active_calls: [{}],
    get_message_history: [{}, ...byPerson('phone_number')],
    get_whatsapp_templates: [{}],
    get_whatsapp_settings: [{}],
  }
  return (isCompat ? compat : native)[name]
}

/** All pages of an answer; an error's words are an answer too. */
async function pages(assistant: Assistant, name: string, args: Json): Promise<Answered[]> {
  const answers: Answered[] = []
  for (let cursor: unknown; ; ) {
    const { texts, structured } = await assistant.call(name, cursor === undefined ? args : { ...args, cursor })
    answers.push({ from: name, texts: [...texts, JSON.stringify(structured)] })
    cursor = structured['nextCursor']
    if (typeof cursor !== 'string' || answers.length > 50) return answers
  }
}

const everyWord = /zqmark\d{3}/g
/** Ranges that a person does not see. Joiners, direction marks and the selector of emoji are not here: real writing has them. */
const hiddenRanges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x115f, 0x115f],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
]
const codeOf = (point: number) => `\\u{${point.toString(16)}}`
const hidden = new RegExp(`[${hiddenRanges.map(([from, to]) => `${codeOf(from)}-${codeOf(to)}`).join('')}]`, 'u')

/** Which hostile messages stand in an answer, and what of them stands where it may be taken for ours. */
function inspect(text: string): { readonly words: string[]; readonly problem?: string } {
  const words = [...new Set(text.match(everyWord))]
  const seen = hidden.exec(text)
  if (seen)
    return { words, problem: `hidden character U+${seen[0].codePointAt(0)?.toString(16)} in ${near(text, seen.index)}` }
  // In JSON the quotes of the fence are written with backslashes.
  const markers = new Set([...text.matchAll(/<untrusted-([0-9a-f]{8}) by=\\*"\w+\\*">/g)].map(([, marker]) => marker))
  if (markers.size > 1) return { words, problem: `several fences: ${[...markers].join()} in ${text.slice(0, 200)}` }
  const [marker = 'none'] = markers
  const outside = text.replaceAll(
    new RegExp(
      `<untrusted-${marker} by=\\\\*"(?:contact|business|provider|unknown)\\\\*">.*?</untrusted-${marker}>`,
      'gs',
    ),
    '',
  )
  const escaped = everyWord.exec(outside) ?? /untrusted-[0-9a-f]{8}/.exec(outside) ?? /leak\.example/.exec(outside)
  everyWord.lastIndex = 0
  return escaped ? { words, problem: `outside of the fence: ${near(outside, escaped.index)}` } : { words }
}

function near(text: string, index: number): string {
  return JSON.stringify(text.slice(Math.max(0, index - 80), index + 80))
}

/** Everything that the key can try, as the message says; what came of each. */
async function obey({ text, word }: Hostile, index: number): Promise<string[]> {
  const [native, compat] = assistants
  if (!native || !compat) throw new Error('there are no assistants')
  const conversationId = String(ids.messages.find(({ text: said }) => String(said).includes(word))?.['conversationId'])
  const others = [`+${digitsOf((index + 1) % hostileMessages.length)}`, `+${stranger}`]
  const say = text.slice(0, 1_000)
  const asked: [Assistant, string, Json][] = [
    [native, 'send_message', { to: conversationId, text: say }],
    [native, 'send_message', { to: others[0], text: say }],
    [native, 'send_bulk_messages', { recipients: others, text: say }],
    [native, 'send_media', { to: others[0], type: 'image', url: `https://leak.example/${word}.png`, caption: say }],
    [native, 'send_template', { to: others[1], template: 'hello_world', language: 'en_US', parameters: [say] }],
    [native, 'send_reaction', { messageId: ids.messages[index % ids.messages.length]?.['id'], emoji: '👍' }],
    [native, 'cancel_message', { messageId: ids.messages[index % ids.messages.length]?.['id'] }],
    [native, 'approve_message', { id: word }],
    [compat, 'send_message', { recipient: others[0], message: say }],
  ]
  const outcomes = []
  for (const [assistant, tool, args] of asked) {
    const { structured, texts, isError } = await assistant.call(tool, args).catch((error: Error) => ({
      ...{ structured: {} as Json, isError: true },
      // What the assistant wrote itself may be quoted to it where it is wrong.
      texts: [error.message.replaceAll(word, '')],
    }))
    for (const answer of [...texts, JSON.stringify(structured)]) expect(inspect(answer).problem, tool).toBeUndefined()
    outcomes.push(isError ? 'refused' : String(structured['state'] ?? structured['success'] ?? 'answered'))
  }
  if (index % 10 === 0) outcomes.push(...(await tryDirectly()))
  return outcomes
}

/** The same key at the addresses that the messages name. */
async function tryDirectly(): Promise<string[]> {
  const [approval] = (await office.get('/v1/approvals?limit=1'))['items'] as Json[]
  const [keyRow] = (await office.get('/v1/keys'))['items'] as Json[]
  const attempts: [string, string, object?][] = [
    ['POST', `/v1/approvals/${approval?.['id']}/approve`],
    ['POST', `/v1/approvals/${approval?.['id']}/reject`],
    ['PATCH', `/v1/keys/${keyRow?.['id']}`, { sendPolicy: 'allow' }],
    ['POST', '/v1/keys', { name: 'mine', scopes: ['admin'], sendPolicy: 'allow' }],
    ['GET', '/v1/keys'],
    ['PATCH', '/v1/settings/sending', { policy: 'allow' }],
    ['PUT', '/v1/settings/sending', { policy: 'allow' }],
    ['POST', '/v1/webhook-endpoints', { url: 'https://leak.example/', eventTypes: ['*'] }],
    ['GET', '/v1/audit'],
  ]
  const outcomes: string[] = []
  for (const [method, path, body] of attempts) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(office.server.url + path, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    await response.arrayBuffer()
    expect(response.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
    outcomes.push('refused')
  }
  return outcomes
}

/** What decides whether a message may leave. */
async function policies(): Promise<unknown> {
  const keys = (await office.get('/v1/keys'))['items'] as Json[]
  const accounts = (await office.get('/v1/accounts'))['items'] as Json[]
  return [
    keys.map(({ id, sendPolicy, scopes: may }) => ({ id, sendPolicy, may })),
    accounts.map(({ id, state, settings }) => ({ id, state, settings })),
    await office.get('/v1/settings/sending'),
  ]
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))
}

function describe(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, count]) => `${what} ${count}`).join(', ')
}
