import type { Transport, TransportAccount } from '../transports/transport.ts'
import { type ClaimedMedia, keepLease, leaseSeconds } from './claim-media.ts'
import { HashMismatch, nextFetch, Unfetchable } from './next-fetch.ts'
import { giveBack, settleFailed, settleStored } from './settle-media.ts'
import { dropBlob, FileTooLarge, type LooseBlob, type MediaStore, storeBlob } from './store-blob.ts'

export interface FetchOne {
  readonly store: MediaStore
  readonly claimed: ClaimedMedia
  readonly transport: Transport | undefined
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  readonly maxBytes: number | undefined
  readonly signal: AbortSignal
}

export type FetchOutcome = 'stored' | 'again' | 'ended' | 'given back' | 'gone'

/** One attempt, and what came of it, written down. Rejects only when that can't be written. */
export async function fetchOne(options: FetchOne): Promise<FetchOutcome> {
  const { store, claimed } = options
  const lost = new AbortController()
  const renewal = setInterval(
    () => {
      // A database that does not answer now may before the lease ends.
      keepLease(store.pool, claimed).then(
        (kept) => kept || lost.abort(),
        () => {},
      )
    },
    (leaseSeconds * 1_000) / 4,
  )
  try {
    const loose = await download(options, AbortSignal.any([options.signal, lost.signal]))
    return (await settleStored(store, claimed, loose)) ? 'stored' : 'gone'
  } catch (error) {
    if (lost.signal.aborted) return 'gone'
    if (options.signal.aborted) {
      await giveBack(store.pool, claimed)
      return 'given back'
    }
    const next = nextFetch(error, claimed.attempts, Date.now() - claimed.createdAt.getTime(), Math.random())
    await settleFailed(store.pool, claimed, next)
    return next.kind === 'again' ? 'again' : 'ended'
  } finally {
    clearInterval(renewal)
  }
}

async function download(options: FetchOne, signal: AbortSignal): Promise<LooseBlob> {
  const { store, claimed, transport, accountOf } = options
  const { providerMediaId, url } = claimed
  if (providerMediaId === null)
    throw new Unfetchable('no-reference', 'The provider named no id by which it gives the file.')
  if (!transport?.downloadMedia) throw new Unfetchable('not-supported', 'This account cannot fetch files.')
  const maxBytes = options.maxBytes ?? largestOf(transport)
  const account = await accountOf(claimed.accountId)
  const file = await transport.downloadMedia(account, { providerMediaId, url: url ?? undefined }, signal)
  if (file.sizeBytes !== undefined && file.sizeBytes > maxBytes) {
    file.body.on('error', () => {}).destroy()
    throw new FileTooLarge(maxBytes)
  }
  const loose = await storeBlob(store, file.body, { maxBytes, signal })
  const announced = hashOf(file.sha256) ?? hashOf(claimed.sha256)
  if (announced === undefined || announced === loose.sha256) return loose
  await dropBlob(store, loose.key).catch(() => {}) // the sweep does it later
  throw new HashMismatch('The bytes that came are not those that the provider announced.')
}

/** What customers send is of one kind as seen by WhatsApp; the most that the transport carries of any kind is the limit. */
function largestOf({ capabilities }: Transport): number {
  return Math.max(...Object.values(capabilities.media).map(({ maxBytes }) => maxBytes))
}

/** Lower case hex of a SHA-256 that is written in hex or in base64; webhooks and answers differ. */
function hashOf(text: string | null | undefined): string | undefined {
  if (text == null) return undefined
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 ? bytes.toString('hex') : undefined
}
