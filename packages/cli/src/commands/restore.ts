import type { Settings } from '@switchboard/server'
import type { Command } from 'commander'
import { print, progress, progressDone } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'
import { describeProgress } from './backup.ts'

interface RestoreFlags extends SettingsFlags {
  readonly force?: boolean
}

/** `switchboard restore FILE`: all of it or nothing, with the server stopped. */
export function registerRestore(program: Command): void {
  const command = program
    .command('restore <file>')
    .description('fill the database from a backup, with the server stopped')
    .option('--force', 'replace what is there')
  withDataDirectory(command).action(async (file: string, flags: RestoreFlags) => {
    const server = await import('@switchboard/server')
    const { createLogger, findRunningServer, loadSettings, locateDatabase, noteRestore, restore } = server
    const settings = loadSettings(await sourcesFor(flags))
    const running = findRunningServer(settings.config.dataDirectory)
    if (running) throw new CommandError(`The server runs (process ${running.pid}). Stop it first, then restore.`)
    const log = createLogger({ level: 'warn', pretty: process.stderr.isTTY })
    await using database = await locateDatabase({ settings, log })
    const { connectionString } = database
    const { rows, takenAt } = await restore({
      connectionString,
      file,
      force: flags.force ?? false,
      onProgress: (state) => progress(describeProgress(state)),
    }).finally(progressDone)
    const oldHead = await noteRestore({ connectionString, takenAt, dataDirectory: settings.config.dataDirectory })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    print(`${total} rows are back as they were at ${takenAt}.`)
    if (oldHead) print(`What the audit had come to before is kept: ${oldHead}`)
    const locked = await server.countLockedSecrets(connectionString, settings)
    if (locked > 0) print(describeLocked(locked, settings))
    print('Start the server again with: make start')
  })
}

/** Messages are there either way; this is what is not. */
function describeLocked(count: number, { config, secrets }: Settings): string {
  const way =
    secrets.keyring.kind === 'environment'
      ? 'Set its SWITCHBOARD_KEY'
      : `Put its file encryption-key into the place of ${config.dataDirectory}/encryption-key, or set its SWITCHBOARD_KEY,`
  return `${count} stored secret(s) are encrypted with a key of the server that was backed up, which is not here: nobody could sign in, and numbers have no tokens.
${way} before the start (docs/operations/secrets.md).`
}
