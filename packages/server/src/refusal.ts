import { type ProblemCode, problems } from '@switchboard/contract'

export interface RefusalOptions {
  /** What was wrong here, and what to do. Safe to show to the caller: no secrets, no message text. */
  readonly detail?: string
  /** Where in the request it was wrong. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  /** Response headers that belong to the refusal, e.g. `retry-after`. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/**
 * A refusal with a stable code, thrown by any layer and answered as an RFC 9457 problem document (see
 * interfaces/problem.ts). Anything else that is thrown is a bug: logged, and answered as `internal` without its text.
 */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly errors: RefusalOptions['errors']
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ProblemCode, options: RefusalOptions = {}) {
    super(options.detail ?? problems[code].title, { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.detail = options.detail
    this.errors = options.errors
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return problems[this.code].status
  }
}
