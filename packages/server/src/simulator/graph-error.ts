import { errorCatalogue } from './error-catalogue.ts'

export type Json = Readonly<Record<string, unknown>>

/** A refusal in the Graph API's envelope. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly httpStatus: number
  readonly code: number
  readonly type: string
  readonly subcode: number | undefined
  readonly details: string | undefined
  /** Goes beside `error` in the answer. */
  readonly beside: Json

  constructor(options: {
    readonly httpStatus: number
    readonly code: number
    readonly message: string
    readonly type?: string
    readonly subcode?: number | undefined
    readonly details?: string | undefined
    readonly beside?: Json
  }) {
    super(options.message)
    this.httpStatus = options.httpStatus
    this.code = options.code
    this.type = options.type ?? 'OAuthException'
    this.subcode = options.subcode
    this.details = options.details
    this.beside = options.beside ?? {}
  }

  /** @param traceId what Meta's support would ask for */
  toJson(traceId: string): Json {
    const data = this.details === undefined ? undefined : { messaging_product: 'whatsapp', details: this.details }
    return {
      ...this.beside,
      error: {
        message: this.message,
        type: this.type,
        code: this.code,
        ...(this.subcode !== undefined && { error_subcode: this.subcode }),
        ...(data && { error_data: data }),
        ...(this.httpStatus >= 500 && { is_transient: true }),
        fbtrace_id: traceId,
      },
    }
  }
}

/** One of the catalogue, with its usual words or with better ones. */
export function graphError(code: number, details?: string, subcode?: number): GraphError {
  const known = errorCatalogue.get(code)
  const title = known?.title ?? 'Something went wrong'
  return new GraphError({
    httpStatus: known?.httpStatus ?? 400,
    code,
    message: `(#${code}) ${title}`,
    subcode,
    details: details ?? known?.details,
  })
}

/** Code 100: a parameter of the request is missing or wrong. */
export function parameterError(sentence: string, details?: string): GraphError {
  return new GraphError({ httpStatus: 400, code: 100, message: `(#100) ${sentence}`, details: details ?? sentence })
}

/** What the Graph API says of ids that it does not know or that the token may not see. */
export function unknownObject(method: string, id: string): GraphError {
  return new GraphError({
    httpStatus: 400,
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. There is no object with the ID '${id.slice(0, 100)}' here, or it does not have this edge.`,
  })
}
