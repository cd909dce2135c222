import { unclearAnswer } from '../../no-answer.ts'
import type { MediaDownload, MediaReference, TransportAccount } from '../../transport.ts'
import { TransportError } from '../../transport-error.ts'
import { numberAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'

/** Where Meta keeps media. The token goes nowhere else, whatever address an answer names. */
const mediaHosts = ['fbsbx.com', 'fbcdn.net', 'facebook.com', 'whatsapp.net', 'whatsapp.com']

/**
 * Two steps: `GET /{media-id}` gives an address that is good for 5 minutes, type, size and hash; the address gives the bytes to
 * whoever has the token. The address of a webhook is not used: it is as short-lived, and the first step also says what to expect.
 */
export async function downloadMedia(
  graph: Graph,
  account: TransportAccount,
  media: MediaReference,
  signal?: AbortSignal,
): Promise<MediaDownload> {
  const about = await graph.ask(account, {
    path: [media.providerMediaId],
    query: { phone_number_id: account.externalId },
    signal,
  })
  const address = wordAt(about, 'url')
  if (address === undefined) throw unclearAnswer('Meta', 200, 'none')
  const answer = await graph.fetch(account, trusted(address, graph.origin(account)), signal)
  const length = answer.headers['content-length']
  return {
    body: answer.body,
    mimeType: wordAt(about, 'mime_type') ?? answer.headers['content-type'],
    sizeBytes: numberAt(about, 'file_size') ?? (length === undefined ? undefined : Number(length)),
    sha256: hexOf(wordAt(about, 'sha256')),
  }
}

function trusted(address: string, graphOrigin: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const ofMeta = url?.protocol === 'https:' && mediaHosts.some((host) => `.${url.hostname}`.endsWith(`.${host}`))
  if (url && (ofMeta || url.origin === graphOrigin)) return url
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: `Meta says that the file is at ${url?.host ?? 'something that is no address'}, which is not one of its hosts.`,
    remedy: 'The access token is not sent there. Check the base URL of the account.',
  })
}

/** Meta writes the hash in hex here and in base64 in webhooks. */
export function hexOf(sha256: string | undefined): string | undefined {
  if (sha256 === undefined) return undefined
  if (/^[0-9a-f]{64}$/i.test(sha256)) return sha256.toLowerCase()
  const bytes = Buffer.from(sha256, 'base64')
  return bytes.length === 32 ? bytes.toString('hex') : undefined
}
