import path from 'node:path'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Assistant, assistantOf, eras, type Json, type Office, openOffice } from './support/sending-assistant.ts'

/*
 * Where a message has to be approved and the client can ask the person in front of it, it does: in the middle of the call with
 * older clients, by "input required" with the current revision. A yes is worth something once, for what was shown, from whom it
 * was asked.
 */
let office: Office
beforeAll(async () => {
  office = await openOffice()
}, 120_000)
afterAll(() => office[Symbol.asyncDispose]())

const maySend = ['messages:read', 'conversations:read', 'accounts:read', 'messages:send']
const textsOn = async (digits: string) =>
  (await office.screen(digits)).map(({ content }) => (content as { body?: string } | undefined)?.body)

let people = 0
async function someone(name = 'Robin Vale') {
  const digits = `4477008${String(10_000 + people++)}`
  return { digits, ...(await office.customer(digits, name, 'Is the blue one in stock?')) }
}

type Reply = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string> }

/** A client whose person says what `reply` says; what they were asked is in `asked`. */
async function asking(key: string, options: ClientOptions, reply: () => Reply | Promise<Reply>) {
  const asked: string[] = []
  const withForms = { ...options, capabilities: { elicitation: {} } }
  const assistant = await office.assistant(key, withForms)
  listen(assistant, asked, reply)
  return { ...assistant, asked, [Symbol.asyncDispose]: () => assistant[Symbol.asyncDispose]() }
}

function listen({ client }: Pick<Assistant, 'client'>, asked: string[], reply: () => Reply | Promise<Reply>): void {
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    asked.push(params.message)
    return reply()
  })
}

describe.each(eras)('in a client %s', (_name, options) => {
  test('a yes sends it, in the name of that key, and the approval says how', async () => {
    const { digits, conversationId } = await someone('Robin\nFrom: the owner')
    await using assistant = await asking(await office.key(maySend), options, () => ({ action: 'accept', content: {} }))
    const { structured, isError } = await assistant.call('send_message', { to: conversationId, text: 'Yes, it is.' })
    expect(isError).toBe(false)
    expect(structured).toMatchObject({ state: 'accepted', approval: { state: 'approved' } })
    await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['Yes, it is.'])
    expect(assistant.asked).toHaveLength(1)
    const lines = (assistant.asked[0] ?? '').split('\n')
    // A name cannot pass for a line of ours.
    expect(lines[2]).toBe(`To: Robin From: the owner (+${digits})`)
    expect(lines.filter((line) => line.startsWith('From: '))).toHaveLength(1)
    expect(lines.slice(-2)).toEqual(['Text:', 'Yes, it is.'])
    expect(lines).toContain(`In the conversation: ${conversationId}`)
    const { items } = (await office.get('/v1/approvals?limit=1')) as { items: Json[] }
    expect(items[0]).toMatchObject({ state: 'approved', decidedBy: 'key:Helper' })
    expect(items[0]?.['note']).toContain('elicitation')
  })

  test('a no cancels it; put aside, it waits for somebody who decides here', async () => {
    const { digits, conversationId } = await someone()
    let action: Reply['action'] = 'decline'
    await using assistant = await asking(await office.key(maySend), options, () => ({ action }))
    const declined = await assistant.call('send_message', { to: conversationId, text: 'No?' })
    expect(declined.structured).toMatchObject({ state: 'cancelled', approval: { state: 'rejected' } })
    action = 'cancel'
    const aside = await assistant.call('send_message', { to: conversationId, text: 'Later?' })
    expect(aside.structured).toMatchObject({ state: 'held', approval: { state: 'pending' } })
    expect(await textsOn(digits)).toEqual([])
    const { id } = aside.structured['approval'] as { id: string }
    expect((await office.post(`/v1/approvals/${id}/approve`)).status).toBe(200)
    await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['Later?'])
  })

  test('one question is put for many messages, with all whom it goes to', async () => {
    const [one, two] = [await someone('Ada'), await someone('Bob')]
    await using assistant = await asking(await office.key(maySend), options, () => ({ action: 'accept' }))
    const recipients = [one.conversationId, two.conversationId, '+44 7700 900997']
    const { structured } = await assistant.call('send_bulk_messages', { recipients, text: 'We open at nine' })
    expect(assistant.asked).toHaveLength(1)
    expect(assistant.asked[0]).toMatch(
      /Send 2 WhatsApp messages\?[\s\S]*1\. Ada \(\+\d+\)\n2\. Bob \(\+\d+\)[\s\S]*We open at nine$/,
    )
    expect((structured['outcomes'] as Json[])[2]).toMatchObject({ outcome: 'refused', code: 'window-closed' })
    await expect.poll(() => textsOn(one.digits), { timeout: 60_000 }).toEqual(['We open at nine'])
    await expect.poll(() => textsOn(two.digits), { timeout: 60_000 }).toEqual(['We open at nine'])
  })

  test('nobody is asked there where approval was stated for the key: a yes has to come from somebody here', async () => {
    const { digits, conversationId } = await someone()
    const key = await office.key(maySend, 'approve')
    await using assistant = await asking(key, options, () => ({ action: 'accept' }))
    const { structured } = await assistant.call('send_message', { to: conversationId, text: 'Please' })
    expect(structured).toMatchObject({ state: 'held', approval: { state: 'pending' } })
    expect(assistant.asked).toEqual([])
    expect(await textsOn(digits)).toEqual([])
  })

  test('over stdio it is the same', async () => {
    const { digits, conversationId } = await someone()
    const asked: string[] = []
    const client = new Client({ name: 'test', version: '1' }, { ...options, capabilities: { elicitation: {} } })
    listen({ client }, asked, () => ({ action: 'accept' }))
    const url = `${office.server.url}/mcp`
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: proxy(url, await office.key(maySend)) }),
    )
    await using assistant = assistantOf(client)
    const { structured } = await assistant.call('send_message', { to: conversationId, text: 'Through the pipe' })
    expect(structured).toMatchObject({ state: 'accepted' })
    expect(asked).toHaveLength(1)
    await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['Through the pipe'])
  })
})

test('over stdio a proxy may be told to offer nothing that writes', async () => {
  const client = new Client({ name: 'test', version: '1' })
  const args = proxy(`${office.server.url}/mcp`, await office.key(maySend, 'allow'), { readOnly: true })
  await client.connect(new StdioClientTransport({ command: process.execPath, args }))
  const { tools } = await client.listTools()
  expect(tools.length).toBeGreaterThan(10)
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([])
  await client.close()
})

describe('a reply', () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  }

  async function callRaw(key: string, args: Json, more: Json = {}) {
    const response = await fetch(`${office.server.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'send_message',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'send_message', arguments: args, _meta: meta, ...more },
      }),
    })
    const { result } = (await response.json()) as { result: Json } // a tool's, refusals too
    return result
  }
  const accept = (requestState: unknown) => ({
    requestState,
    inputResponses: { approval: { action: 'accept', content: {} } },
  })
  const words = (result: Json) => (result['content'] as { text: string }[])[0]?.text ?? ''

  test('counts for the arguments that were shown, for whom it was asked of, and once', async () => {
    const { digits, conversationId } = await someone()
    const [key, other] = [await office.key(maySend), await office.key(maySend)]
    const args = { to: conversationId, text: 'As shown', waitSeconds: 10 }
    const { requestState, resultType } = await callRaw(key, args)
    expect(resultType).toBe('input_required')

    expect(words(await callRaw(key, { ...args, text: 'Not as shown' }, accept(requestState)))).toMatch(
      /^question-changed/,
    )
    expect(words(await callRaw(other, args, accept(requestState)))).toMatch(/^question-not-found/)
    expect(words(await callRaw(key, args, accept(`${requestState}x`)))).toMatch(/^question-not-found/)
    expect(words(await callRaw(key, args, accept('made up')))).toMatch(/^question-not-found/)
    expect(await textsOn(digits)).toEqual([])

    const first = await callRaw(key, args, accept(requestState))
    expect(first['structuredContent']).toMatchObject({ state: 'accepted', repeated: false })
    const replayed = await callRaw(key, args, accept(requestState))
    expect(replayed['structuredContent']).toMatchObject({ state: 'accepted', repeated: true })
    await expect.poll(() => textsOn(digits), { timeout: 60_000 }).toEqual(['As shown'])
  })

  test('that was a no stays one, even if a yes comes after it', async () => {
    const { digits, conversationId } = await someone()
    const key = await office.key(maySend)
    const args = { to: conversationId, text: 'Never', waitSeconds: 0 }
    const { requestState } = await callRaw(key, args)
    const inputResponses = { approval: { action: 'decline' } }
    expect((await callRaw(key, args, { requestState, inputResponses }))['structuredContent']).toMatchObject({
      state: 'cancelled',
    })
    expect((await callRaw(key, args, accept(requestState)))['structuredContent']).toMatchObject({
      state: 'cancelled',
      repeated: true,
    })
    expect(await textsOn(digits)).toEqual([])
  })

  test('after somebody else decided changes nothing', async () => {
    const { digits, conversationId } = await someone()
    const key = await office.key(maySend)
    const args = { to: conversationId, text: 'Too late', waitSeconds: 0 }
    const { requestState } = await callRaw(key, args)
    const { items } = (await office.get('/v1/approvals?limit=1')) as { items: { id: string }[] }
    expect((await office.post(`/v1/approvals/${items[0]?.id}/reject`)).status).toBe(200)
    expect(words(await callRaw(key, args, accept(requestState)))).toMatch(/^approval-decided/)
    expect(await textsOn(digits)).toEqual([])
  })
})

test('where it is switched off, nobody is asked in a client', async () => {
  await using careful = await openOffice({ MCP_APPROVE_IN_CLIENT: 'false' })
  const { conversationId } = await careful.customer('447700900111', 'Robin', 'Hello?')
  await using assistant = await careful.assistant(await careful.key(maySend), { capabilities: { elicitation: {} } })
  const { structured } = await assistant.call('send_message', { to: conversationId, text: 'Hi' })
  expect(structured).toMatchObject({ state: 'held' })
}, 120_000)

test('a server that is read-only offers no tool that writes, whatever the key and the address say', async () => {
  await using reading = await openOffice({ MCP_READ_ONLY: 'true' })
  const key = await reading.key([...maySend, 'admin'], 'allow')
  for (const query of ['', '?readOnly=false', '?toolsets=send,compat']) {
    await using reader = await reading.assistant(key, {}, query)
    const { tools } = await reader.client.listTools()
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([])
    await expect(reader.call('send_message', { to: '+447700900111', text: 'x' })).rejects.toThrow()
  }
}, 120_000)

const proxyModule = path.join(import.meta.dirname, '../packages/server/src/interfaces/mcp/stdio/run-stdio-proxy.ts')
const proxy = (url: string, key: string, more = {}) => [
  '--input-type=module',
  '--eval',
  `import { runStdioProxy } from ${JSON.stringify(proxyModule)}
   await runStdioProxy(${JSON.stringify({ url, key, ...more })})`,
]
