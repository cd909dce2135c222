import { TransportError } from '../transports/transport-error.ts'
import { FileTooLarge } from './store-blob.ts'

export interface FetchFailure {
  readonly code: string
  /** For people. */
  readonly sentence: string
}

export type NextFetch =
  | { readonly kind: 'again'; readonly afterMilliseconds: number; readonly failure: FetchFailure }
  | { readonly kind: 'end'; readonly state: 'failed' | 'too_large' | 'expired'; readonly failure: FetchFailure }

/** Something about the file itself that another attempt will not change. */
export class Unfetchable extends Error {
  readonly code: string

  constructor(code: string, sentence: string) {
    super(sentence)
    this.name = 'Unfetchable'
    this.code = code
  }
}

/** The bytes that came are not those that were announced; the next time they may be. */
export class HashMismatch extends Error {
  override readonly name = 'HashMismatch'
}

const second = 1_000
const hour = 3_600 * second
/** How long providers keep what customers sent; Meta says a week. */
const providerKeepsMilliseconds = 7 * 24 * hour
const mostMismatches = 6
const mostNotFound = 4

/** What follows from a failed attempt. `attempts`: with this one. Pure; `random` from 0 to 1 spreads attempts. */
export function nextFetch(error: unknown, attempts: number, ageMilliseconds: number, random: number): NextFetch {
  const failure = describe(error)
  if (error instanceof FileTooLarge) return { kind: 'end', state: 'too_large', failure }
  if (error instanceof Unfetchable) return { kind: 'end', state: 'failed', failure }
  if (error instanceof HashMismatch && attempts >= mostMismatches) return { kind: 'end', state: 'failed', failure }
  // It does not know the file: it may not know it yet, or not any more.
  if (isNotFound(error) && attempts >= mostNotFound) return { kind: 'end', state: 'expired', failure }
  if (ageMilliseconds > providerKeepsMilliseconds) return { kind: 'end', state: 'expired', failure }
  return { kind: 'again', afterMilliseconds: pause(error, attempts, random), failure }
}

/** 5 s, doubled each time, up to 6 hours; from a minute where trying again helps only after somebody did something. */
function pause(error: unknown, attempts: number, random: number): number {
  const hopeful = !(error instanceof TransportError) || error.retryable
  const steady = Math.min(6 * hour, (hopeful ? 5 : 60) * second * 2 ** Math.min(attempts - 1, 20))
  const asked = error instanceof TransportError ? (error.retryAfterMilliseconds ?? 0) : 0
  return Math.max(asked, Math.round(steady * (0.75 + random / 2)))
}

function isNotFound(error: unknown): boolean {
  return error instanceof TransportError && !error.retryable && [400, 404, 410].includes(error.httpStatus ?? 0)
}

function describe(error: unknown): FetchFailure {
  if (error instanceof TransportError) return { code: `provider${codeOf(error)}`, sentence: error.sentence }
  if (error instanceof Unfetchable) return { code: error.code, sentence: error.message }
  if (error instanceof FileTooLarge) return { code: 'too-large', sentence: `Not kept: ${error.message}.` }
  if (error instanceof HashMismatch) return { code: 'hash-mismatch', sentence: error.message }
  return { code: 'broken-off', sentence: 'The download broke off, or the file could not be kept.' }
}

function codeOf({ providerCode }: TransportError): string {
  return providerCode === undefined ? '' : `-${providerCode}`
}
