/**
 * The embedded Postgres can't be used as things are, and a person must decide. The message says what is wrong and what to
 * do; `code` is for programs.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly code: 'in_use' | 'other_version' | 'not_ours' | 'no_binaries' | 'start_failed'

  constructor(code: EmbeddedPostgresError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
