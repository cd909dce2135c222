import { setTimeout as sleep } from 'node:timers/promises'
import type { WebhookEndpointId } from '@switchboard/contract'
import type pg from 'pg'
import { createBell, pause } from '../events/bell.ts'
import type { GuardedClient } from '../http/guarded-fetch.ts'
import { buildBodies, type FindMessageDetails } from './build-bodies.ts'
import { createEndpointLane, type EndpointLane, type Ready } from './endpoint-lane.ts'
import { type EndpointRow, endpointsByIds } from './endpoint-row.ts'
import { createOutcomeWriter } from './group-outcomes.ts'
import { giveBack, type LeasedDelivery, leaseDeliveries } from './lease-deliveries.ts'
import { openSecrets, secretUnreadable } from './open-secrets.ts'
import { type Posted, postWebhook } from './post-webhook.ts'
import type { SecretBox } from './secret-box.ts'
import { settleDeliveries } from './settle-deliveries.ts'
import { switchOff } from './switch-off.ts'

export interface DispatchOptions {
  readonly pool: pg.Pool
  readonly client: GuardedClient
  readonly box: SecretBox
  readonly findMessages: FindMessageDetails
  readonly log: {
    info(fields: object, message: string): void
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
  /** An endpoint was switched off, which is an event. */
  readonly onEvents: () => void
  readonly pollMilliseconds: number
}

export interface WebhookStats {
  readonly delivered: number
  readonly failed: number
  readonly held: number
}

export interface WebhookDispatcher {
  poke(): void
  stats(): WebhookStats
  stop(): Promise<void>
}

/** Requests to one endpoint at a time, of one process. */
const width = 16
/** Leased ahead, so that a fast endpoint never waits for the database. */
const shares = { healthy: 8 * width, failing: 2 }
/** A body that waited longer (its endpoint just became slow) is given back and made anew: somebody in it may have been erased. */
const freshMilliseconds = 3_000
/** How long a stop waits for answers. What is cut off is sent again, under the same id. */
const graceMilliseconds = 1_000
const stopMilliseconds = 5_000

/**
 * Sends what is due, for as long as it runs. Any number may run on one database.
 *
 * A delivery is pending → leased (pending, with an attempt counted and a time by which it is anybody's again) → delivered, failed, or
 * pending for the next attempt. The outcome is written after the answer, so a process that dies between the two leaves a delivery
 * that is made again under the same webhook-id: at least once.
 */
export function dispatchWebhooks(options: DispatchOptions): WebhookDispatcher {
  const { pool, client, log } = options
  const stopping = new AbortController()
  const cutting = new AbortController()
  const bell = createBell()
  const lanes = new Map<WebhookEndpointId, EndpointLane>()
  const counts = { delivered: 0, failed: 0 }
  let poked = false
  const writer = createOutcomeWriter(
    (outcomes) => settleDeliveries(pool, outcomes),
    (err) => log.error({ err }, 'what became of webhooks could not be written down; they are sent again'),
  )
  const poke = (): void => {
    poked = true
    bell.ring()
  }

  async function send(ready: Ready): Promise<void> {
    const { delivery, body } = ready
    try {
      if (stopping.signal.aborted || Date.now() - ready.builtAt > freshMilliseconds)
        return await giveBack(pool, [delivery])
      if (body === null) return await writer.write({ delivery, posted: null })
      const { url, secrets } = ready
      const signal = cutting.signal
      const posted = secrets
        ? await postWebhook(client, { url, webhookId: delivery.id, body, secrets, signal })
        : notSigned()
      counts[posted.delivered ? 'delivered' : 'failed'] += 1
      await writer.write({ delivery, posted })
      if (!posted.delivered) await judge(delivery.endpointId, posted)
    } catch (err) {
      if (cutting.signal.aborted) return await giveBack(pool, [delivery]).catch(() => {}) // its lease ends by itself
      log.error({ err, deliveryId: delivery.id }, 'a webhook could not be sent or written down; it is tried again')
    }
  }

  async function judge(endpointId: WebhookEndpointId, { attempt }: Posted): Promise<void> {
    const off = await switchOff(pool, endpointId, attempt.status === 410)
    if (!off) return
    log.warn({ endpointId, reason: off.reason }, 'a webhook endpoint was switched off; what waits for it is kept')
    options.onEvents()
  }

  function laneOf(id: WebhookEndpointId): EndpointLane {
    const lane = lanes.get(id) ?? createEndpointLane(width, send, poke)
    lanes.set(id, lane)
    return lane
  }

  async function leaseSome(): Promise<number> {
    for (const [id, lane] of lanes) if (lane.held === 0) lanes.delete(id)
    const held = new Map([...lanes].map(([id, lane]) => [id, lane.held]))
    const leased = await leaseDeliveries(pool, held, shares)
    if (leased.length === 0) return 0
    for (const ready of await prepare(options, leased)) laneOf(ready.delivery.endpointId).add(ready)
    return leased.length
  }

  async function dispatch(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        poked = false
        const leased = await leaseSome()
        if (failures > 0) log.info({}, 'webhooks are sent again')
        failures = 0
        if (leased === 0 && !poked) await bell.wait(stopping.signal, options.pollMilliseconds)
      } catch (err) {
        if (failures === 0) log.error({ err }, 'webhooks cannot be sent now; trying again')
        failures += 1
        await pause(stopping.signal, Math.min(5_000, 50 * 2 ** failures))
      }
    }
  }
  const running = dispatch()

  const held = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.held, 0)
  return {
    poke,
    stats: () => ({ ...counts, held: held() }),
    async stop() {
      stopping.abort()
      await running
      const cut = setTimeout(() => cutting.abort(), graceMilliseconds)
      const deadline = Date.now() + stopMilliseconds
      while (held() > 0 && Date.now() < deadline) await sleep(10)
      clearTimeout(cut)
    },
  }
}

function notSigned(): Posted {
  const failure = { status: null, code: 'secret-unreadable', sentence: secretUnreadable }
  const attempt = { at: new Date().toISOString(), milliseconds: 0, ...failure }
  return { attempt, delivered: false, excerpt: null, retryAfterMilliseconds: null }
}

/** What is posted and how it is signed, as endpoints and rows are now. Those whose endpoint went meanwhile are left to their lease. */
async function prepare(options: DispatchOptions, leased: readonly LeasedDelivery[]): Promise<Ready[]> {
  const { pool, findMessages } = options
  const builtAt = Date.now()
  const endpoints = await endpointsByIds(pool, [...new Set(leased.map(({ endpointId }) => endpointId))])
  const opened = new Map([...endpoints.values()].map((row) => [row.id, secretsOf(options, row)]))
  const wanted = leased.flatMap((delivery) => {
    const endpoint = endpoints.get(delivery.endpointId)
    return endpoint ? [{ delivery, endpoint, includeMessages: endpoint.include_messages }] : []
  })
  const bodies = await buildBodies({ db: pool, findMessages }, wanted)
  return wanted.flatMap(({ delivery, endpoint }) => {
    const secrets = opened.get(endpoint.id) ?? null
    return [{ delivery, url: endpoint.url, secrets, body: bodies.get(delivery.id) ?? null, builtAt }]
  })
}

/** Null, and told in the log, where they can not be opened. */
function secretsOf({ box, log }: DispatchOptions, row: EndpointRow): readonly string[] | null {
  const { secrets, failure } = openSecrets(box, row)
  if (!secrets) log.error({ err: failure, endpointId: row.id }, 'the secret of a webhook endpoint cannot be opened')
  return secrets
}
