import type { Problem } from '@switchboard/contract'

/** What the server refused, as RFC 9457 tells it: `code` is stable, `message` is a sentence for a person. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly body: Partial<Problem>

  constructor(status: number, body: Partial<Problem>) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`)
    this.status = status
    this.code = body.code ?? 'unknown'
    this.body = body
  }
}

export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError
}
