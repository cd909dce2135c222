/** What went wrong and what to do about it, for a person. Anything that is not this class is a bug of ours. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

const expected = new Set([
  'CommandError',
  'BootError',
  'EmbeddedPostgresError',
  'StoreUnreachableError',
  'AddressInUseError',
  'NewerSchemaError',
  'RolesMissingError',
  'BackupError',
  'AuditHeadError',
  'KeyRotationError',
])

/** Says it on stderr. @returns the exit code */
export function reportFailure(error: unknown): number {
  if (error instanceof Error && expected.has(error.name)) process.stderr.write(`${error.message}\n`)
  else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`This should not have happened; please report it.\n${text}\n`)
  }
  return 1
}
