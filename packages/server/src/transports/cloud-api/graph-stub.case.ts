import { createHash } from 'node:crypto'
import { type StubAnswer, type StubProvider, type StubRequest, startStubProvider } from '../stub-provider.case.ts'
import type { Behaviour } from '../transport.case.ts'
import type { TransportAccount } from '../transport.ts'
import { isObject, type JsonObject, textAt } from './webhook/json-fields.ts'

export interface GraphStub extends StubProvider {
  readonly account: TransportAccount
  readonly accepted: JsonObject[]
  next(behaviour: Behaviour): void
  /** Answers what nothing else answers; undefined: Meta's "unsupported request". */
  on(answer: (request: StubRequest) => StubAnswer | undefined): void
}

export const graphToken = 'EAAGgraphSecretToken'

/** As much of the Graph API as the transport's facts need. What it sends is held to Meta's description elsewhere. */
export async function startGraphStub(): Promise<GraphStub> {
  const accepted: JsonObject[] = []
  const files = new Map<string, { readonly bytes: Buffer; readonly mimeType: string }>()
  let nextBehaviour: Behaviour | undefined
  let extra: ((request: StubRequest) => StubAnswer | undefined) | undefined
  const stub = await startStubProvider((request) => {
    const token = request.headers.authorization?.replace('Bearer ', '')
    if (token !== graphToken) return graphError(401, 190, `Malformed access token ${token}`)
    const { pathname } = new URL(request.url, 'http://stub')
    if (request.method === 'POST' && pathname === '/v23.0/106/messages') return message(request)
    if (request.method === 'POST' && pathname === '/v23.0/106/media') return upload(request)
    if (pathname === '/v23.0/106')
      return { status: 200, json: { id: '106', quality_rating: 'GREEN', status: 'CONNECTED' } }
    if (pathname === '/v23.0/106/message_history')
      return { status: 200, json: { data: [{ id: '1', message_id: 'wamid.x' }] } }
    const file = files.get(pathname.split('/').at(-1) ?? '')
    if (file && pathname.startsWith('/v23.0/')) return about(pathname, file)
    if (file) return { status: 200, bytes: file.bytes, headers: { 'content-type': file.mimeType } }
    return extra?.(request) ?? graphError(400, 100, 'Unsupported request')
  })

  function message(request: StubRequest): StubAnswer {
    const body: unknown = JSON.parse(request.body.toString())
    if (!isObject(body)) return graphError(400, 100, 'no object')
    if ('status' in body) return { status: 200, json: { success: true } }
    const behaviour = nextBehaviour
    nextBehaviour = undefined
    const to = textAt(body, 'to')
    if (behaviour === 'refuse') return graphError(400, 131_026, `cannot deliver to ${to} by ${graphToken}`)
    if (behaviour === 'ask to slow down') return graphError(429, 130_429, 'too fast', { 'retry-after': '7' })
    if (behaviour === 'fail without words') return { status: 502, bytes: Buffer.from('<html>Bad Gateway</html>') }
    accepted.push(body)
    if (behaviour === 'cut after accepting') return 'cut'
    if (behaviour === 'accept and stay silent') return 'silent'
    if (behaviour === 'accept unreadably') return { status: 200, bytes: Buffer.from('{"messages": [') }
    const id = `wamid.stub${accepted.length}`
    return {
      status: 200,
      json: { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] },
    }
  }
  function upload(request: StubRequest): StubAnswer {
    const text = request.body.toString('latin1')
    const [, mimeType = ''] = /name="file"[\s\S]*?content-type: (.*)\r\n/.exec(text) ?? []
    const start = text.indexOf('\r\n\r\n', text.indexOf('name="file"')) + 4
    const id = `media${files.size + 1}`
    files.set(id, { bytes: request.body.subarray(start, text.lastIndexOf('\r\n--')), mimeType })
    return { status: 200, json: { id } }
  }
  function about(pathname: string, { bytes, mimeType }: { bytes: Buffer; mimeType: string }): StubAnswer {
    const sha256 = createHash('sha256').update(bytes).digest('hex').toUpperCase()
    const url = `${stub.baseUrl}/files/${pathname.split('/').at(-1)}`
    return { status: 200, json: { url, mime_type: mimeType, sha256, file_size: String(bytes.length) } }
  }
  return {
    ...stub,
    account: {
      accountId: '0199aa00-0000-7000-8000-0000000000aa',
      externalId: '106',
      businessAccountId: '207',
      secrets: { accessToken: graphToken, appSecret: 'the app secret' },
      settings: { baseUrl: stub.baseUrl, apiVersion: 'v23.0' },
    },
    accepted,
    next: (behaviour) => void (nextBehaviour = behaviour),
    on: (answer) => void (extra = answer),
    [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose](),
  }
}

export function graphError(
  status: number,
  code: number,
  details: string,
  headers: Readonly<Record<string, string>> = {},
): StubAnswer {
  const error = {
    message: `(#${code}) ${details}`,
    type: 'OAuthException',
    code,
    error_data: { details },
    fbtrace_id: 'Tr',
  }
  return { status, headers, json: { error } }
}
