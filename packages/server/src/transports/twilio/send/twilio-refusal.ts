import { type JsonObject, textAt, wordAt } from '../../cloud-api/webhook/json-fields.ts'
import { retryAfterOf, unclearAnswer } from '../../no-answer.ts'
import { redactWords } from '../../redact-words.ts'
import { TransportError } from '../../transport-error.ts'
import { explainTwilioError } from './explain-error.ts'

export interface RefusedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json: JsonObject | undefined
}

/** An answer that is not a success, as an error. Twilio's own word has a `code`; a 5xx without it says nothing. */
export function twilioRefusal(
  { status, headers, json }: RefusedAnswer,
  effect: 'sends' | 'none',
  secrets: readonly string[],
): TransportError {
  const text = json && textAt(json, 'code')
  const code = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text
  if (status >= 500 && code === undefined) return unclearAnswer('Twilio', status, effect)
  const explanation = code === undefined ? undefined : explainTwilioError(code)
  const tooFast = status === 429
  return new TransportError({
    outcome: 'not-sent',
    retryable: explanation?.retryable ?? (tooFast || status >= 500),
    providerCode: code,
    httpStatus: status,
    sentence:
      explanation?.sentence ?? (tooFast ? 'Twilio asks to send more slowly.' : `Twilio refused it (HTTP ${status}).`),
    remedy: explanation?.remedy ?? "See the details, and the code in Twilio's list of errors.",
    retryAfterMilliseconds: retryAfterOf(headers['retry-after'], Date.now()),
    limits: explanation?.limits ?? (tooFast ? 'account' : undefined),
    details: redactWords(json && wordAt(json, 'message'), secrets),
    traceId: headers['twilio-request-id'],
  })
}
