import { retryAfterOf, unclearAnswer } from '../../no-answer.ts'
import { redactWords } from '../../redact-words.ts'
import { TransportError } from '../../transport-error.ts'
import { isObject, type JsonObject, objectAt, textAt, wordAt } from '../webhook/json-fields.ts'
import { explainError } from './errors/explain.ts'

export interface RefusedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json: JsonObject | undefined
}

/**
 * An answer that is not a success, as an error. Meta's own word (`error` with a code) says that nothing was sent. A 5xx
 * without it comes from something between us and Meta, which does not know what became of the request.
 *
 * @param secrets what must not be repeated from Meta's words: error 190 quotes a malformed token.
 */
export function graphRefusal(
  answer: RefusedAnswer,
  effect: 'sends' | 'none',
  secrets: readonly string[],
): TransportError {
  const { status, json } = answer
  const error = json && objectAt(json, 'error')
  const retryAfterMilliseconds = retryAfterOf(answer.headers['retry-after'], Date.now())
  if (!error) return withoutWords(status, effect, retryAfterMilliseconds)
  const code = codeAt(error, 'code')
  // Of refused templates the code is 100 and the subcode says what it was.
  const subcode = codeAt(error, 'error_subcode')
  const explanation = explainBy(subcode) ?? explainBy(code)
  const details = redactWords(wordsOf(error), secrets)
  return new TransportError({
    outcome: 'not-sent',
    retryable: explanation?.retryable ?? (status >= 500 || status === 429 || error.is_transient === true),
    providerCode: code,
    providerSubcode: subcode,
    httpStatus: status,
    sentence: explanation?.sentence ?? `Meta refused it with code ${code ?? 'unknown'} (HTTP ${status}).`,
    remedy: explanation?.remedy ?? "See the details, and the code in Meta's list of WhatsApp error codes.",
    retryAfterMilliseconds,
    limits: explanation?.limits ?? (status === 429 ? 'number' : undefined),
    details,
    traceId: wordAt(error, 'fbtrace_id'),
  })
}

function withoutWords(status: number, effect: 'sends' | 'none', retryAfter: number | undefined): TransportError {
  if (status >= 500) return unclearAnswer('Meta', status, effect)
  const tooFast = status === 429
  return new TransportError({
    outcome: 'not-sent',
    retryable: tooFast || status === 408,
    httpStatus: status,
    sentence: tooFast
      ? 'Meta asks to send more slowly.'
      : `Meta refused the request with HTTP ${status} and no reason.`,
    remedy: tooFast ? 'It is tried again by itself.' : 'Check the base URL and the version of the account.',
    retryAfterMilliseconds: retryAfter,
    limits: tooFast ? 'number' : undefined,
  })
}

function explainBy(code: number | string | undefined) {
  return code === undefined ? undefined : explainError(code)
}

function codeAt(error: JsonObject, key: string): number | string | undefined {
  const text = textAt(error, key)
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

/** The most telling of Meta's texts, which repeat each other. */
function wordsOf(error: JsonObject): string | undefined {
  const data = error.error_data
  const details = isObject(data) ? wordAt(data, 'details') : wordAt(error, 'error_data')
  return details ?? wordAt(error, 'error_user_msg') ?? wordAt(error, 'message')
}
