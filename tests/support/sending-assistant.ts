import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect } from 'vitest'
import { type Running, serve, temporaryDirectory } from './switchboard.ts'

export type Json = Record<string, unknown>

/** The two ways in which clients speak: without sessions, and with. */
export const eras: [string, ClientOptions][] = [
  ['of the current revision', { versionNegotiation: { mode: 'auto' } }],
  ['of the older revisions', {}],
]

export interface Called {
  readonly isError: boolean
  readonly texts: readonly string[]
  /** The structured answer; {} where there is none. */
  readonly structured: Json
}

export interface Assistant extends AsyncDisposable {
  readonly client: Client
  call(name: string, args?: Json): Promise<Called>
}

export interface Office extends AsyncDisposable {
  readonly server: Running
  readonly simulator: string
  readonly dataDirectory: string
  /** As whoever holds the admin key. */
  get(path: string): Promise<Json>
  post(path: string, body?: unknown): Promise<{ readonly status: number; readonly json: Json }>
  /** Makes a key; `sendPolicy` is stated where it is given. */
  key(scopes: readonly string[], sendPolicy?: string): Promise<string>
  /** A phone that something could arrive on. */
  phone(digits: string, name?: string): Promise<void>
  /** A customer of the simulator who has just written. */
  customer(digits: string, name: string, text: string): Promise<{ readonly conversationId: string }>
  /** What stands on that customer's phone that the business sent. */
  screen(digits: string): Promise<Json[]>
  assistant(key: string, options?: ClientOptions, query?: string): Promise<Assistant>
}

const adminKey = 'the owner of this test'

/** The product in a process of its own with Meta's stand-in, as `make start` runs it. */
export async function openOffice(environment: Record<string, string> = {}): Promise<Office> {
  await using undo = new AsyncDisposableStack()
  const directory = undo.use(temporaryDirectory())
  const server = undo.use(await serve(directory.path, { ADMIN_API_KEY: adminKey, ...environment }))
  const simulator = /Simulator\s+(http:\S+)/.exec(server.stdout())?.[1] ?? ''
  const keep = undo.move()
  const headers = { 'x-admin-api-key': adminKey, 'content-type': 'application/json' }
  const post = async (url: string, body: unknown = {}) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, json: (await response.json()) as Json } // every answer is an object
  }
  const office: Office = {
    server,
    simulator,
    dataDirectory: directory.path,
    async get(path) {
      return (await (await fetch(server.url + path, { headers })).json()) as Json // every answer is an object
    },
    post: (path, body) => post(server.url + path, body),
    async key(scopes, sendPolicy) {
      const made = await office.post('/v1/keys', { name: 'Helper', scopes, ...(sendPolicy && { sendPolicy }) })
      expect(made.status, JSON.stringify(made.json)).toBe(201)
      return String(made.json['key'])
    },
    async phone(digits, name = `Customer ${digits}`) {
      await post(`${simulator}/customers`, { phone: `+${digits}`, name })
    },
    async customer(digits, name, text) {
      await office.phone(digits, name)
      await post(`${simulator}/customers/${digits}/messages`, { type: 'text', text })
      const found = async () => {
        const { items } = (await office.get(`/v1/contacts?q=${digits}`)) as { items: { id: string }[] }
        const conversations = (await office.get('/v1/conversations?limit=200')) as {
          items: { id: string; contact: { id: string } | null }[]
        }
        return conversations.items.find(({ contact }) => items.some(({ id }) => id === contact?.id))?.id
      }
      await expect.poll(found, { timeout: 60_000 }).toBeDefined()
      return { conversationId: (await found()) ?? '' }
    },
    async screen(digits) {
      const response = await fetch(`${simulator}/customers/${digits}/conversations`)
      // The simulator's own shape; nothing where nobody was ever written to.
      const { data } = (await response.json()) as { data?: { messages: Json[] }[] }
      return (data?.[0]?.messages ?? []).filter(({ from }) => from === 'business')
    },
    assistant: (key, options = {}, query = '') => connect(`${server.url}/mcp${query}`, key, options),
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
  return office
}

async function connect(url: string, key: string, options: ClientOptions): Promise<Assistant> {
  return assistantOf(await connectAssistant(url, key, options))
}

export async function connectAssistant(url: string, key: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, options)
  const requestInit = { headers: { authorization: `Bearer ${key}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }))
  // From then on the client holds answers against the declared shapes.
  await client.listTools()
  return client
}

export function assistantOf(client: Client): Assistant {
  return {
    client,
    async call(name, args = {}) {
      const result = await client.callTool({ name, arguments: args })
      return {
        isError: result.isError === true,
        texts: result.content.map((block) => (block.type === 'text' ? block.text : '')),
        structured: (result.structuredContent ?? {}) as Json, // objects, by the schemas
      }
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}
