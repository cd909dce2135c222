import { attack, long } from './support/attack.ts'
import { otherSecret, type Target } from './support/target.ts'

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const initialize = (version = '2025-06-18') => ({
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: version, capabilities: {}, clientInfo: { name: 'attacker', version: '1' } },
})
const callOf = (name: string, args: object) => ({
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name, arguments: args },
})

/** A hostile MCP client: with a key, with another's session, with none. */
export function attackMcp(target: () => Target): void {
  const post = (body: unknown, key: string | undefined, headers: Record<string, string> = {}) =>
    target().ask('/mcp', {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
      ...(key === undefined ? {} : { key }),
    })

  attack('hostile MCP client: another credential’s session', async (tries) => {
    const victim = await target().key()
    const attacker = await target().key('messages:read')
    const foreign = await target().otherKey()
    const opened = await post(initialize(), victim)
    const session = opened.headers.get('mcp-session-id') ?? ''
    tries.holds('a session was opened', session !== '')
    for (const [who, key] of [
      ['a lesser key', attacker],
      ['a key of another workspace', foreign],
      ['nobody', undefined],
    ] as const) {
      for (const method of ['POST', 'GET', 'DELETE']) {
        const headers = { ...json, 'mcp-session-id': session, 'mcp-protocol-version': '2025-06-18' }
        const body = method === 'POST' ? { body: JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/list' }) } : {}
        const answer = await target().ask('/mcp', { method, headers, ...body, ...(key === undefined ? {} : { key }) })
        tries.holds(`${who} ${method}: ${answer.status}`, [401, 403, 404].includes(answer.status))
      }
    }
    const still = await post({ jsonrpc: '2.0', id: 4, method: 'ping' }, victim, {
      'mcp-session-id': session,
      'mcp-protocol-version': '2025-06-18',
    })
    tries.holds(`the victim goes on: ${still.status}`, still.status === 200)
  })

  attack('hostile MCP client: tools and arguments beyond its key', async (tries) => {
    const reader = await target().key('calls:read')
    const { other } = target()
    for (const name of [
      'send_message',
      'send_template',
      'send_media',
      'send_bulk_messages',
      'send_reaction',
      'mark_read',
      'cancel_message',
      'list_messages',
      'search_messages',
      'list_approvals',
      'get_whatsapp_settings',
    ]) {
      const answer = await post(callOf(name, { to: '+4915112345678', text: 'x' }), reader)
      tries.holds(`${name}: ${answer.status}`, answer.status === 403)
    }
    const full = await target().key()
    for (const [name, args] of [
      ['list_messages', { conversationId: other.conversation }],
      ['list_messages', { conversation_id: other.conversation }],
      ['get_contact', { id: other.contact }],
      ['get_contact', { contactId: other.contact }],
      ['get_conversation', { id: other.conversation }],
      ['get_message_context', { messageId: other.message }],
      ['get_message_status', { messageId: other.message }],
      ['search_messages', { query: 'sesame' }],
      ['search_contacts', { query: 'sesame' }],
      ['list_conversations', { accountId: other.account }],
    ] as const) {
      const answer = await post(callOf(name, args), full)
      tries.holds(`${name} ${JSON.stringify(args)}`, !answer.text.includes(otherSecret))
    }
    for (const query of [
      'readOnly=false',
      'toolsets=read,send,compat,admin',
      'toolsets=__proto__',
      `toolsets=${'send,'.repeat(1_000)}`,
      'readOnly[]=x',
    ]) {
      const answer = await target().ask(`/mcp?${query}`, {
        method: 'POST',
        key: reader,
        headers: json,
        body: JSON.stringify(callOf('send_message', { to: 'x', text: 'y' })),
      })
      tries.holds(`${query}: ${answer.status}`, answer.status >= 400 && answer.status < 500)
    }
  })

  attack('hostile MCP client: messages that are none', async (tries) => {
    const key = await target().key()
    for (const body of [
      ...[
        [],
        {},
        null,
        1,
        'x',
        [null],
        [[]],
        { jsonrpc: '1.0' },
        { jsonrpc: '2.0' },
        { jsonrpc: '2.0', method: 1 },
        { jsonrpc: '2.0', id: {}, method: 'ping' },
      ],
      ...[Array.from({ length: long ? 10_000 : 1_000 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/list' }))],
      ...[
        initialize('9999-99-99'),
        initialize(''),
        { ...initialize(), params: {} },
        { jsonrpc: '2.0', id: 1, method: 'x'.repeat(100_000) },
      ],
      ...[
        callOf('', {}),
        callOf('x'.repeat(10_000), {}),
        callOf('search_messages', { query: 'x'.repeat(500_000) }),
        callOf('list_messages', { limit: 1e308 }),
      ],
      ...[
        { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'file:///etc/passwd' } },
        { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'switchboard://../../etc/passwd' } },
      ],
      ...[
        { jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name: '../x', arguments: {} } },
        { jsonrpc: '2.0', id: 1, method: 'completion/complete', params: {} },
      ],
      ...[
        { jsonrpc: '2.0', id: 99, result: { action: 'accept', content: { answer: 'yes' } } },
        { jsonrpc: '2.0', method: 'notifications/elicitation/complete', params: {} },
      ],
    ]) {
      const answer = await post(body, key)
      const what = JSON.stringify(body).slice(0, 60)
      tries.holds(
        `${what}: ${answer.status}`,
        answer.status < 500 && answer.text.length < 5_000_000 && !answer.text.includes('root:'),
      )
    }
    tries.holds('and it lives', (await target().ask('/health/ready')).status === 200)
  })

  attack('hostile MCP client: sessions without end', async (tries) => {
    const key = await target().key()
    const before = await target().usage()
    const opened = long ? 2_000 : 50
    for (let at = 0; at < opened; at += 1) {
      const { status } = await post(initialize(), key)
      tries.holds(`session ${at}: ${status}`, status === 200 || status === 429)
    }
    const after = await target().usage()
    tries.holds(
      `memory ${after.residentBytes - before.residentBytes}`,
      after.residentBytes - before.residentBytes < 150_000_000,
    )
  })

  attack('hostile link: a page that sends a browser here reads nothing and changes nothing', async (tries) => {
    const key = await target().key()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost.evil.example' },
      { host: 'evil.example' },
    ] as Record<string, string>[]) {
      const { host = 'localhost', origin } = headers
      const body = JSON.stringify(initialize())
      const answer = await target().raw(
        `POST /mcp HTTP/1.1\r\nhost: ${host}\r\n${origin === undefined ? '' : `origin: ${origin}\r\n`}authorization: Bearer ${key}\r\ncontent-type: application/json\r\naccept: application/json, text/event-stream\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      )
      tries.holds(JSON.stringify(headers), /^HTTP\/1\.1 4(03|21)/.test(answer))
    }
    // Forms cannot send JSON, and what they can send is taken nowhere.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const path of ['/v1/messages', '/v1/keys', '/mcp', '/send/text']) {
        const { status } = await target().ask(path, {
          method: 'POST',
          headers: { 'content-type': type, origin: 'https://evil.example' },
          body: '{}',
        })
        tries.holds(`${type} ${path}: ${status}`, [400, 401, 403, 415].includes(status))
      }
    }
  })
}
