import type { Seeded } from './seed-objects.ts'
import type { WalkedServer, Walker } from './walked-server.ts'

interface Answered {
  readonly status: number
  /** The whole of it. */
  readonly text: string
  /** Of tools/list. */
  readonly tools: readonly {
    readonly name: string
    readonly inputSchema: InputSchema
    readonly annotations?: { readonly readOnlyHint?: boolean }
  }[]
}

/** One call without a session, as from curl. */
export async function callMcp(
  { app }: WalkedServer,
  url: string,
  walker: Walker | null,
  method: string,
  params: object = {},
): Promise<Answered> {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url,
    headers: { host: '127.0.0.1', accept: 'application/json, text/event-stream', ...walker?.headers },
    payload: { jsonrpc: '2.0', id: 1, method, params },
  })
  const json = /^data: (\{.*)$/m.exec(body)?.[1] ?? body
  const { result } = JSON.parse(json || '{}') as { result?: Partial<Answered> }
  return { status: statusCode, text: json, tools: result?.tools ?? [] }
}

interface InputSchema {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>
  readonly required?: readonly string[]
}

const nobodys = '0190b0a0-0000-7000-8000-00000000000f'

/** Arguments that name things of `seeded`, or where it is null, things that nobody has. */
export function toolArguments({ properties = {}, required = [] }: InputSchema, seeded: Seeded | null): object {
  const phone = seeded ? '4915112345678' : '4915112345670'
  const ids: Readonly<Record<string, unknown>> = {
    conversationId: seeded?.conversations ?? nobodys,
    conversation_id: seeded?.conversations ?? nobodys,
    messageId: seeded?.messages ?? nobodys,
    message_id: seeded?.messages ?? nobodys,
    contactId: seeded?.contacts ?? nobodys,
    contact_id: seeded?.contacts ?? nobodys,
    accountId: seeded?.accounts ?? nobodys,
    account_id: seeded?.accounts ?? nobodys,
    sendId: seeded?.sends ?? nobodys,
    chat_jid: `${phone}@s.whatsapp.net`,
    jid: `${phone}@s.whatsapp.net`,
    sender_phone_number: phone,
    phone_number: phone,
    phone,
    recipient: phone,
    to: phone,
  }
  const others: Readonly<Record<string, unknown>> = {
    string: 'hello',
    number: 1,
    integer: 1,
    boolean: true,
    array: [],
    object: {},
  }
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { type }]) =>
      name in ids ? [[name, ids[name]]] : required.includes(name) ? [[name, others[type ?? 'string']]] : [],
    ),
  )
}
