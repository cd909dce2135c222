import { v7 as uuidv7 } from 'uuid'
import { createBell } from '../events/bell.ts'
import type { TransportAccount } from '../transports/transport.ts'
import { DatabaseClock } from './database-clock.ts'
import { type DispatcherOptions, type DispatcherSettings, defaultSettings } from './dispatcher.ts'
import type { LeasedSend } from './lease.ts'
import type { Outcome } from './settle.ts'

/** What the loops of one dispatcher share. */
export interface DispatchState {
  readonly options: DispatcherOptions
  readonly settings: DispatcherSettings
  /** Of the transports that it sends with. */
  readonly names: readonly string[]
  /** Its name among those that hold accounts. */
  readonly holder: string
  readonly clock: DatabaseClock
  readonly stopping: AbortController
  /** Stopping has waited long enough for what is on its way. */
  readonly impatience: AbortController
  readonly poked: ReturnType<typeof createBell>
  readonly outcomeCame: ReturnType<typeof createBell>
  readonly quiet: ReturnType<typeof createBell>
  readonly counts: Record<'leased' | 'accepted' | 'failed' | 'unknown' | 'again' | 'missed', number>
  /** Leased and not settled, by account. */
  readonly inFlight: Map<string, number>
  /** Waiting to be written. */
  readonly outcomes: Outcome[]
  readonly working: Set<Promise<unknown>>
  /** Opened for the batch that was leased last. */
  readonly accounts: Map<string, Promise<TransportAccount>>
  /** Leased and not settled. */
  total: number
  /** How often the outbox was looked at. */
  looked: number
  /** How long the last lease took after it read the clock, when that is too long to be late by; else 0. */
  leadMilliseconds: number
  /** How many are being written. */
  settling: number
  /** Something came: look again without a nap. */
  eager: boolean
}

export function createState(options: DispatcherOptions): DispatchState {
  return {
    options,
    settings: { ...defaultSettings, ...options.settings },
    names: Object.keys(options.transports),
    holder: uuidv7(),
    clock: new DatabaseClock(),
    stopping: new AbortController(),
    impatience: new AbortController(),
    poked: createBell(),
    outcomeCame: createBell(),
    quiet: createBell(),
    counts: { leased: 0, accepted: 0, failed: 0, unknown: 0, again: 0, missed: 0 },
    inFlight: new Map(),
    outcomes: [],
    working: new Set(),
    accounts: new Map(),
    total: 0,
    looked: 0,
    leadMilliseconds: 0,
    settling: 0,
    eager: false,
  }
}

export function report(state: DispatchState, outcome: Outcome): void {
  state.outcomes.push(outcome)
  state.outcomeCame.ring()
}

/** Nobody began with it. */
export function giveBack(state: DispatchState, send: LeasedSend): void {
  const at = state.clock.earliest()
  const nothing = { begun: false, error: null, limits: undefined, retryAfterMilliseconds: 0 } as const
  report(state, { kind: 'again', send, at, dueAt: at, ...nothing })
}

/** It is written down. */
export function done(state: DispatchState, outcome: Outcome): void {
  const { inFlight, counts } = state
  state.total -= 1
  const { accountId } = outcome.send
  inFlight.set(accountId, (inFlight.get(accountId) ?? 1) - 1)
  if (outcome.kind !== 'again') counts[outcome.kind] += 1
  else if (outcome.begun) counts.again += 1
}
