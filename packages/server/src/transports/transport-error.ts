export type SendOutcome =
  /** The provider refused it, or it never left: it is not on its way. */
  | 'not-sent'
  /** It left and the answer was lost: it may be on its way. Never send again blindly. */
  | 'unknown'

export interface TransportErrorOptions {
  readonly outcome: SendOutcome
  readonly retryable: boolean
  /** The provider's own code, e.g. 131047. */
  readonly providerCode?: number | string | undefined
  /** What the provider says more exactly under the same code, e.g. 33 of Meta's 100. */
  readonly providerSubcode?: number | string | undefined
  readonly httpStatus?: number | undefined
  /** For the person who reads it: what happened. */
  readonly sentence: string
  /** What to do about it. */
  readonly remedy?: string | undefined
  /** Wait at least this long before trying again. */
  readonly retryAfterMilliseconds?: number | undefined
  /** What is being limited, where the error says so: slows down only that. */
  readonly limits?: 'number' | 'pair' | 'account' | undefined
  /** The provider's own words, without secrets and without the recipient. */
  readonly details?: string | undefined
  /** By which the provider's support finds the request. */
  readonly traceId?: string | undefined
  readonly cause?: unknown
}

/** A provider's refusal or silence, in one shape for all transports. */
export class TransportError extends Error {
  readonly outcome: SendOutcome
  readonly retryable: boolean
  readonly providerCode: number | string | undefined
  readonly providerSubcode: number | string | undefined
  readonly httpStatus: number | undefined
  readonly sentence: string
  readonly remedy: string | undefined
  readonly retryAfterMilliseconds: number | undefined
  readonly limits: TransportErrorOptions['limits']
  readonly details: string | undefined
  readonly traceId: string | undefined

  constructor(options: TransportErrorOptions) {
    super(options.sentence, { cause: options.cause })
    this.name = 'TransportError'
    this.outcome = options.outcome
    this.retryable = options.retryable
    this.providerCode = options.providerCode
    this.providerSubcode = options.providerSubcode
    this.httpStatus = options.httpStatus
    this.sentence = options.sentence
    this.remedy = options.remedy
    this.retryAfterMilliseconds = options.retryAfterMilliseconds
    this.limits = options.limits
    this.details = options.details
    this.traceId = options.traceId
  }
}
