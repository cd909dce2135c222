import type { ProviderError } from '../../transports/inbound-item.ts'
import { compareText, earliest, latest } from './last-writer.ts'

/** One thing that was signalled of a call. Times in milliseconds. */
export interface CallSignal {
  readonly event: string
  readonly at: number
  readonly fingerprint: string
  readonly detail: CallDetail
}

/** What the signal said, as kept beside it. */
interface CallDetail {
  readonly direction?: 'inbound' | 'outbound' | undefined
  readonly outcome?: string | undefined
  readonly startedAt?: number | undefined
  readonly endedAt?: number | undefined
  readonly durationSeconds?: number | undefined
  readonly errors?: readonly ProviderError[] | undefined
  readonly callbackData?: string | undefined
  /** The signal named the person on the other side. */
  readonly named?: boolean | undefined
}

const ranks: Readonly<Record<string, number>> = { connect: 1, ringing: 2, accepted: 3, rejected: 4, terminate: 5 }

/** A call's row, as far as it follows from its signals. */
export interface CallHead {
  readonly state: string
  readonly state_rank: number
  readonly direction: string | null
  readonly outcome: string | null
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly duration_seconds: number | null
  readonly first_event_at: number
  readonly last_event_at: number
  readonly errors: string | null
  readonly callback_data: string | null
}

/** From all signals of one call: the furthest decides, and of everything said the word of the furthest that says it. */
export function callHead(signals: Iterable<CallSignal>): CallHead {
  const ordered = [...signals].toSorted(compareSignals)
  const said = <Key extends keyof CallDetail>(key: Key): CallDetail[Key] =>
    ordered.findLast(({ detail }) => detail[key] !== undefined)?.detail[key]
  const furthest = ordered.at(-1)
  const errors = said('errors')
  return {
    state: furthest && rankOf(furthest) > 0 ? furthest.event : 'unknown',
    state_rank: furthest ? rankOf(furthest) : 0,
    direction: said('direction') ?? null,
    outcome: said('outcome') ?? null,
    started_at: said('startedAt') ?? null,
    ended_at: said('endedAt') ?? null,
    duration_seconds: wholeSeconds(said('durationSeconds')),
    first_event_at: ordered.reduce<number | null>((first, { at }) => earliest(first, at), null) ?? 0,
    last_event_at: ordered.reduce<number | null>((last, { at }) => latest(last, at), null) ?? 0,
    errors: errors && errors.length > 0 ? JSON.stringify(errors) : null,
    callback_data: said('callbackData') ?? null,
  }
}

/** The signal that says whom the call is with: the furthest that names somebody. */
export function namingSignal<Signal extends CallSignal>(signals: Iterable<Signal>): Signal | undefined {
  return [...signals].toSorted(compareSignals).findLast(({ detail }) => detail.named)
}

export function signalKey({ event, fingerprint }: Pick<CallSignal, 'event' | 'fingerprint'>): string {
  return `${event} ${fingerprint}`
}

function compareSignals(a: CallSignal, b: CallSignal): number {
  return rankOf(a) - rankOf(b) || a.at - b.at || compareText(signalKey(a), signalKey(b))
}

function rankOf({ event }: CallSignal): number {
  return ranks[event] ?? 0
}

const maxInteger = 2_147_483_647
function wholeSeconds(seconds: number | undefined): number | null {
  if (seconds === undefined || !Number.isFinite(seconds)) return null
  return Math.min(maxInteger, Math.max(0, Math.round(seconds)))
}
