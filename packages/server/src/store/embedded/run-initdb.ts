import { EmbeddedPostgresError } from './refusal.ts'
import { type ProgramOptions, runProgram } from './run-program.ts'

/**
 * Runs initdb. It insists that its user has a name, though it needs none: in a container started with `--user 1234` there
 * is no such entry in /etc/passwd. There it runs in a user namespace where we are called `nobody`; the files are ours.
 */
export async function runInitdb(initdb: string, args: readonly string[], options: ProgramOptions): Promise<void> {
  try {
    await runProgram(initdb, args, options)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    if (!message.includes('could not look up effective user ID')) throw failed(message, cause)
    const nobody = ['--user', '--map-user=65534', '--map-group=65534', '--']
    await runProgram('unshare', [...nobody, initdb, ...args], options).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      throw failed(`${message}\n${reason}\nGive this user an entry in /etc/passwd, or set DATABASE_URL.`, cause)
    })
  }
}

function failed(message: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError('start_failed', `The database could not be made: ${message}`, { cause })
}
