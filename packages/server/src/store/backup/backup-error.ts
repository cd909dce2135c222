/** A backup or a restore that can't be done as asked. The message says why and what to do; `code` is for programs. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code: 'exists' | 'not_a_backup' | 'damaged' | 'newer_schema' | 'not_empty' | 'in_use' | 'no_schema' | 'file'

  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Not of a connection: the file itself cannot be read or written. */
const fileCodes = new Set('EACCES EDQUOT EFBIG EIO EISDIR ENAMETOOLONG ENOENT ENOSPC ENOTDIR EPERM EROFS'.split(' '))

/** What the system says of a backup's file, as a refusal that names the file; any other error as it is. */
export function ofFile(error: unknown, file: string, doing: 'read' | 'written'): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error
  if (error.syscall === 'connect' || !fileCodes.has(String(error.code))) return error
  return new BackupError('file', `${file} cannot be ${doing}: ${error.message}`, { cause: error })
}
