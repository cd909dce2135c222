import type pg from 'pg'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import type { SendRules } from './send-request.ts'

export interface DispatcherOptions {
  readonly pool: pg.Pool
  /** By name; accounts of other transports are left to other dispatchers. */
  readonly transports: Readonly<Record<string, Transport>>
  /** An account with its secrets, ready to be used. Called once a batch and account. */
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  /** What deciding needs, for approved templates that are read again before they leave. Absent: they are not. */
  readonly rules?: SendRules | undefined
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

export const defaultSettings: DispatcherSettings = {
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
