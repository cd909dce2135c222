import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { createBell } from '../events/bell.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { DatabaseClock } from './database-clock.ts'
import { type LeasedSend, leaseSends } from './lease.ts'
import { sendOne } from './send-one.ts'
import { type Outcome, settle } from './settle.ts'
import { SlotQueue } from './slot-queue.ts'
import { sweepLeases } from './sweep-leases.ts'

/*
 * asleep ──poke, or the poll──▶ leasing ──▶ slots (each message leaves at its moment, beside the others) ──▶ settling ──▶ …
 *
 * Leasing, sending and settling go on at once. Outcomes that come while one batch is written are written together by the next
 * (group commit). Stopping: nothing more is leased, what has not begun goes back, what is on its way is waited for and settled.
 */

export interface DispatcherOptions {
  readonly pool: pg.Pool
  /** By name; accounts of other transports are left to other dispatchers. */
  readonly transports: Readonly<Record<string, Transport>>
  /** An account with its secrets, ready to be used. Called once a batch and account. */
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  readonly signal?: AbortSignal
  readonly log?: DispatcherLog
  /** After each commit that appended events. Must not throw. */
  readonly onEvents?: () => void
  readonly settings?: Partial<DispatcherSettings>
}

export interface DispatcherLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface DispatcherSettings {
  /** How often we look for what others enqueued. */
  readonly pollMilliseconds: number
  /** How far ahead slots are taken. What is leased when the process dies becomes `unknown`, so not far. */
  readonly horizonMilliseconds: number
  /** Requests at once, of all accounts and of one: a provider that hangs holds up only its own. */
  readonly mostInFlight: number
  readonly mostInFlightPerAccount: number
  /** After this a request is given up and its outcome unknown. */
  readonly sendMilliseconds: number
  /** How long stopping waits for requests that are on their way; later their outcome is unknown. */
  readonly stopMilliseconds: number
  readonly leaseMilliseconds: number
  readonly sweepMilliseconds: number
}

const defaults: DispatcherSettings = {
  pollMilliseconds: 100,
  horizonMilliseconds: 150,
  mostInFlight: 1_000,
  mostInFlightPerAccount: 400,
  sendMilliseconds: 30_000,
  stopMilliseconds: 5_000,
  leaseMilliseconds: 60_000,
  sweepMilliseconds: 5_000,
}

export interface Dispatcher extends AsyncDisposable {
  /** Something was enqueued: look at once instead of at the next poll. Cheap. */
  poke(): void
  /** Resolves when nothing is due, on its way or unsettled, or the dispatcher is stopped. */
  drain(): Promise<void>
  /** Gives back what has not begun, waits for the rest, settles it. */
  stop(): Promise<void>
  stats(): DispatcherStats
}

export interface DispatcherStats {
  readonly leased: number
  readonly accepted: number
  readonly failed: number
  readonly unknown: number
  readonly again: number
  /** Leased, but their slot passed before we got to them. */
  readonly missed: number
  readonly inFlight: number
}

const settleBatch = 500
/** Between two leases while messages are on their way; milliseconds. */
const shortestPause = 10

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { pool, transports, log, onEvents } = options
  const settings: DispatcherSettings = { ...defaults, ...options.settings }
  const names = Object.keys(transports)
  const holder = uuidv7()
  const clock = new DatabaseClock()
  const stopping = new AbortController()
  const impatience = new AbortController()
  const poked = createBell()
  const outcomeCame = createBell()
  const quiet = createBell()
  const counts = { leased: 0, accepted: 0, failed: 0, unknown: 0, again: 0, missed: 0 }
  const inFlight = new Map<string, number>()
  const outcomes: Outcome[] = []
  const working = new Set<Promise<void>>()
  let total = 0
  let looked = 0
  let settling = 0
  let eager = false

  const slots = new SlotQueue<LeasedSend>({
    clock,
    begin: (send) => {
      const work = begin(send).finally(() => working.delete(work))
      working.add(work)
    },
    miss: (send) => {
      counts.missed += 1
      giveBack(send)
    },
  })

  function report(outcome: Outcome): void {
    outcomes.push(outcome)
    outcomeCame.ring()
  }

  function giveBack(send: LeasedSend): void {
    const at = clock.earliest()
    const nothing = { begun: false, error: null, limits: undefined, retryAfterMilliseconds: 0 } as const
    report({ kind: 'again', send, at, dueAt: at, ...nothing })
  }

  const accounts = new Map<string, Promise<TransportAccount>>()
  async function begin(send: LeasedSend): Promise<void> {
    const transport = transports[send.transport]
    if (!transport) throw new Error('only accounts of our transports are leased')
    report(
      await sendOne({
        send,
        transport,
        account: accounts.get(send.accountId) ?? options.accountOf(send.accountId),
        giveUp: AbortSignal.any([AbortSignal.timeout(settings.sendMilliseconds), impatience.signal]),
        now: () => clock.earliest(),
        log,
      }),
    )
  }

  /** @returns how long to sleep; 0: there is more. */
  async function lease(): Promise<number> {
    eager = false
    const room = settings.mostInFlight - total
    if (room <= 0) return 5
    const leased = await leaseSends(pool, {
      horizonMilliseconds: settings.horizonMilliseconds,
      holder,
      leaseMilliseconds: settings.leaseMilliseconds,
      most: room,
      perAccount: (accountId) => settings.mostInFlightPerAccount - (inFlight.get(accountId) ?? 0),
      capabilitiesOf: (name) => transports[name]?.capabilities,
      transports: names,
    })
    if (leased.clock) clock.note(leased.clock)
    if (leased.events > 0) onEvents?.()
    for (const send of leased.sends) {
      counts.leased += 1
      total += 1
      inFlight.set(send.accountId, (inFlight.get(send.accountId) ?? 0) + 1)
    }
    accounts.clear()
    for (const accountId of new Set(leased.sends.map((send) => send.accountId))) {
      const account = options.accountOf(accountId)
      account.catch(() => {}) // met by those who await it
      accounts.set(accountId, account)
    }
    slots.add(leased.sends)
    if (leased.sends.length > 0) return settings.horizonMilliseconds / 3
    const untilSlot = leased.nextSlotAt === null ? settings.pollMilliseconds : leased.nextSlotAt - clock.earliest()
    return Math.min(settings.pollMilliseconds, Math.max(1, untilSlot))
  }

  async function leaseForever(): Promise<void> {
    await withRetries('lease messages to send', async () => {
      const started = performance.now()
      const pause = await lease()
      looked += 1
      if (!eager) await poked.wait(stopping.signal, pause)
      // Every outcome pokes, as its conversation may have more; a lease for each would be all that the database does.
      const early = started + shortestPause - performance.now()
      if (early > 0 && total > 0) await quiet.wait(stopping.signal, early)
    })
  }

  async function settleForever(): Promise<void> {
    const finished = (): boolean => stopping.signal.aborted && total === 0
    for (let backoff = 0; !finished(); ) {
      if (outcomes.length === 0) await outcomeCame.wait(new AbortController().signal, 50)
      const batch = outcomes.splice(0, settleBatch)
      if (batch.length === 0) continue
      settling = batch.length
      try {
        if ((await settle(pool, batch)) > 0) onEvents?.()
        for (const outcome of batch) done(outcome)
        backoff = 0
        eager = true
        poked.ring()
      } catch (error) {
        if (!isUnavailable(error)) {
          await settleEach(batch)
          continue
        }
        // What happened at the provider has happened: it is kept until the database takes it.
        outcomes.unshift(...batch)
        if (backoff === 0)
          log?.error({ err: error, waiting: outcomes.length }, 'outcomes of sends cannot be written; trying again')
        backoff = Math.min(2_000, (backoff || 20) * 2)
        if (stopping.signal.aborted && backoff >= 2_000) return
        await sleep(backoff * (0.5 + Math.random() / 2))
      } finally {
        settling = 0
      }
    }
  }

  /** One outcome that can't be written must not keep its neighbours from it; its lease runs out and it becomes unknown. */
  async function settleEach(batch: readonly Outcome[]): Promise<void> {
    for (const outcome of batch) {
      try {
        await settle(pool, [outcome])
      } catch (error) {
        log?.error({ err: error, sendId: outcome.send.id }, 'the outcome of a send could not be written')
      }
      done(outcome)
    }
    onEvents?.()
  }

  function done(outcome: Outcome): void {
    total -= 1
    const { accountId } = outcome.send
    inFlight.set(accountId, (inFlight.get(accountId) ?? 1) - 1)
    if (outcome.kind !== 'again') counts[outcome.kind] += 1
    else if (outcome.begun) counts.again += 1
  }

  async function sweepForever(): Promise<void> {
    const nap = createBell()
    await withRetries('look for leases that ran out', async () => {
      const swept = await sweepLeases(pool)
      if (swept > 0) {
        log?.warn({ sends: swept }, 'sends of a dispatcher that is gone: whether they arrived is unknown')
        onEvents?.()
      }
      await nap.wait(stopping.signal, settings.sweepMilliseconds)
    })
  }

  async function withRetries(what: string, work: () => Promise<void>): Promise<void> {
    for (let backoff = 0; !stopping.signal.aborted; ) {
      try {
        await work()
        backoff = 0
      } catch (error) {
        if (backoff === 0) log?.error({ err: error }, `the database does not let us ${what}; trying again`)
        backoff = Math.min(2_000, (backoff || 50) * 2)
        await sleep(backoff * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  const leasing = leaseForever()
  const sweeping = sweepForever()
  const settled = settleForever()
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= end())
  async function end(): Promise<void> {
    stopping.abort()
    await leasing
    for (const send of slots.close()) giveBack(send)
    outcomeCame.ring()
    const patience = setTimeout(() => impatience.abort(), settings.stopMilliseconds)
    while (working.size > 0) await Promise.allSettled(working)
    clearTimeout(patience)
    outcomeCame.ring()
    await Promise.all([settled, sweeping])
  }
  options.signal?.addEventListener('abort', () => void stop(), { once: true })

  return {
    poke() {
      eager = true
      poked.ring()
    },
    async drain() {
      while (!stopping.signal.aborted) {
        const before = looked
        eager = true
        poked.ring()
        while (looked < before + 2 && !stopping.signal.aborted) await sleep(2)
        if (total + settling === 0 && outcomes.length === 0 && !(await anythingDue(pool, names))) return
        await sleep(5)
      }
    },
    stop,
    stats: () => ({ ...counts, inFlight: total }),
    [Symbol.asyncDispose]: stop,
  }
}

async function anythingDue(pool: pg.Pool, transports: readonly string[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from outbox o join accounts a on a.id = o.account_id
     where o.state = 'queued' and o.ready and o.due_at <= now() and a.state = 'active' and a.transport = any ($1) limit 1`,
    [transports],
  )
  return rowCount === 1
}
