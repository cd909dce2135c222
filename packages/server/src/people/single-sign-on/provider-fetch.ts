import { buffer } from 'node:stream/consumers'
import type { CustomFetch } from 'openid-client'
import { createGuardedClient, type GuardedClient } from '../../http/guarded-fetch.ts'
import type { AddressRange } from '../../http/public-address.ts'
import { parseAddressRange } from '../../http/public-address.ts'

const limits = { maxRedirects: 0, maxBytes: 512 * 1024, timeoutMilliseconds: 10_000, connections: 2 }
const everywhere = ['0.0.0.0/0', '::/0'].map(parseAddressRange).filter((range) => range !== undefined)

/**
 * The issuer is the operator's own word and may be in their network, or on this machine. Where the rest is, keys and tokens, the
 * issuer says: on another host it must be public, or allowed.
 */
export function createProviderFetch(issuer: string, allowed: readonly AddressRange[]): CustomFetch {
  const { host } = new URL(issuer)
  const own = createGuardedClient({ ...limits, allowed: everywhere })
  const others = createGuardedClient({ ...limits, allowed })
  return (url, asked) => ask(new URL(url).host === host ? own : others, url, asked)
}

async function ask(
  client: GuardedClient,
  url: string,
  { method, headers, body, signal }: Parameters<CustomFetch>[1],
): Promise<Response> {
  const text = body instanceof URLSearchParams ? body.toString() : body
  if (text !== undefined && text !== null && typeof text !== 'string') throw new Error('only forms are sent')
  const answer = await client.fetch({
    ...{ url, headers, signal },
    method: method === 'POST' ? 'POST' : 'GET',
    ...(typeof text === 'string' ? { body: text } : {}),
  })
  const bytes = await buffer(answer.body)
  return new Response(bytes.length > 0 ? bytes : null, { status: answer.status, headers: answer.headers })
}
