import { createBell } from '../events/bell.ts'
import { FetchRefused } from '../http/fetch-refused.ts'
import type { GuardedClient } from '../http/guarded-fetch.ts'
import { failUnprepared, takeUnprepared, tryAgainLater, type UnpreparedSend } from '../outbox/prepare-media.ts'
import { mediaOf } from '../outbox/stored-content.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { type PrepareOne, prepareOne } from './prepare-one.ts'
import { createProviderMedia } from './provider-media.ts'
import type { PublicLinks } from './public-links.ts'
import type { MediaStore } from './store-blob.ts'

export interface SendPreparerOptions extends MediaStore {
  /** Gets what messages name by a link. */
  readonly client: GuardedClient
  readonly transports: Readonly<Record<string, Transport>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  /** For providers that fetch files themselves; absent: no file of ours can be sent by them. */
  readonly links?: Pick<PublicLinks, 'linkTo'>
  /** A message may leave now. Must not throw. */
  readonly onReady?: () => void
  /** After commits that appended events. Must not throw. */
  readonly onEvents?: () => void
  readonly log?: { error(fields: object, message: string): void; warn(fields: object, message: string): void }
  readonly pollMilliseconds?: number
}

export interface SendPreparer extends AsyncDisposable {
  /** Something was enqueued: look at once instead of at the next poll. */
  poke(): void
  stop(): Promise<void>
}

interface Attempt {
  count: number
  readonly fetched: Map<string, string>
}

const concurrency = 4
/** Longer than an upload takes as a rule. */
const takenSeconds = 180
const longestBackoff = 60_000
/**
 * A message whose file could not be brought to the provider for so long is not sent any more: it would come as a surprise. A file
 * of ours waits for a provider that is away; one behind somebody's link is waited for less.
 */
const giveUpMilliseconds = { ours: 2 * 60 * 60 * 1_000, linked: 10 * 60 * 1_000 }

/** Brings files of queued messages to their provider, so that sending them is one quick request. */
export function startSendPreparer(options: SendPreparerOptions): SendPreparer {
  const { pool, blobs, transports, log } = options
  const store = { pool, blobs }
  const names = Object.keys(transports)
  const providerMedia = createProviderMedia(store)
  const stopping = new AbortController()
  const bell = createBell()
  const working = new Set<Promise<void>>()
  const attempts = new Map<string, Attempt>()
  let poked = false

  async function work(send: UnpreparedSend): Promise<void> {
    const transport = transports[send.transport]
    if (!transport) return
    const attempt = attempts.get(send.id) ?? { count: 0, fetched: new Map() }
    attempts.set(send.id, attempt)
    const { client, accountOf, links = { linkTo: () => undefined } } = options
    const one: PrepareOne = {
      store,
      providerMedia,
      client,
      transport,
      accountOf,
      links,
      signal: stopping.signal,
      fetched: attempt.fetched,
    }
    try {
      const outcome = await prepareOne(one, send)
      attempts.delete(send.id)
      if (outcome === 'ready') options.onReady?.()
      else options.onEvents?.()
    } catch (error) {
      if (stopping.signal.aborted) return await tryAgainLater(pool, send.id, 0)
      attempt.count += 1
      const isLinked = mediaOf(send.content).some((source) => 'link' in source && !attempt.fetched.has(source.link))
      const patience = giveUpMilliseconds[isLinked ? 'linked' : 'ours']
      if (Date.now() - send.since.getTime() > patience) return await giveUp(send, error)
      if (attempt.count === 1) complain(send.id, error)
      await tryAgainLater(pool, send.id, Math.min(longestBackoff, 1_000 * 2 ** attempt.count))
    }
  }

  /** Somebody's link that leads nowhere is theirs to mend, and no fault of the server. */
  function complain(sendId: string, error: unknown): void {
    if (error instanceof FetchRefused)
      log?.warn(
        { sendId, code: error.code, reason: error.message },
        'the link of a file does not answer; trying again for ten minutes',
      )
    else log?.error({ err: error, sendId }, 'a file is not at the provider yet; trying again')
  }

  async function giveUp(send: UnpreparedSend, error: unknown): Promise<void> {
    attempts.delete(send.id)
    const sentence = error instanceof Error ? error.message : 'The file could not be brought to the provider.'
    await failUnprepared(pool, send.id, { code: 'gave-up', sentence, remedy: 'Send it again when this works.' })
    options.onEvents?.()
  }

  async function run(): Promise<void> {
    let failing = false
    while (!stopping.signal.aborted) {
      try {
        const free = concurrency - working.size
        const taken = free > 0 ? await takeUnprepared(pool, names, free, takenSeconds) : []
        for (const send of taken) {
          const job = work(send)
            .catch((error: unknown) => {
              // It is free again when its time is up.
              if (!isUnavailable(error))
                log?.error({ err: error, sendId: send.id }, 'what came of a file could not be written')
            })
            .finally(() => {
              working.delete(job)
              poke()
            })
          working.add(job)
        }
        failing = false
        if (taken.length > 0 && working.size < concurrency) continue
      } catch (error) {
        if (!failing) log?.error({ err: error }, 'files cannot be brought to the provider now; trying again')
        failing = true
        poked = false
      }
      if (!poked) await bell.wait(stopping.signal, failing ? 2_000 : (options.pollMilliseconds ?? 500))
      poked = false
    }
  }

  function poke(): void {
    poked = true
    bell.ring()
  }
  const running = run()
  const stop = async (): Promise<void> => {
    stopping.abort()
    await running
    await Promise.all(working)
  }
  return { poke, stop, [Symbol.asyncDispose]: stop }
}
