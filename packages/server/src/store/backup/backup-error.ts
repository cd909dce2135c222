/** A backup or a restore that can't be done as asked. The message says why and what to do; `code` is for programs. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code: 'exists' | 'not_a_backup' | 'damaged' | 'newer_schema' | 'not_empty' | 'in_use' | 'no_schema'

  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
