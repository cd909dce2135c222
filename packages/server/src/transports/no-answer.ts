import type { ExchangeError } from './exchange.ts'
import { TransportError } from './transport-error.ts'

/**
 * What silence means. A request without effect (reading, uploading a file) may simply be made again; one that sends may have
 * arrived once it had begun to leave.
 */
export function noAnswer(error: ExchangeError, provider: string, effect: 'sends' | 'none'): TransportError {
  const { message } = error
  if (error.left && effect === 'sends') {
    return new TransportError({
      outcome: 'unknown',
      retryable: false,
      sentence: `${provider} did not answer after the request had left: ${message}. It may have been accepted.`,
      remedy: 'Wait for its receipt, which settles it, or ask the recipient; do not send it again blindly.',
      cause: error,
    })
  }
  return new TransportError({
    outcome: 'not-sent',
    retryable: true,
    sentence: error.left
      ? `${provider} did not answer: ${message}.`
      : `${provider} could not be reached: ${message}. Nothing was sent.`,
    remedy: 'It is tried again by itself. If it lasts, check the network and the base URL of the account.',
    cause: error,
  })
}

/** An answer that says neither yes nor no: a proxy's error page, a success without an id. */
export function unclearAnswer(provider: string, httpStatus: number, effect: 'sends' | 'none'): TransportError {
  const sends = effect === 'sends'
  return new TransportError({
    outcome: sends ? 'unknown' : 'not-sent',
    retryable: !sends,
    httpStatus,
    sentence: sends
      ? `${provider} answered HTTP ${httpStatus} with something that cannot be read. It may have accepted the request.`
      : `${provider} answered HTTP ${httpStatus} with something that cannot be read.`,
    remedy: sends
      ? 'Wait for its receipt, which settles it; do not send it again blindly.'
      : 'It is tried again by itself. If it lasts, check the base URL of the account.',
  })
}

/** Milliseconds of a `Retry-After` header, which is seconds or a date. */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const seconds = Number(header)
  const milliseconds = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now
  return milliseconds >= 0 ? milliseconds : undefined
}
