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
    const { createLogger, findRunningServer, loadSettings, locateDatabase, noteRestore, restore } = await import(
      '@switchboard/server'
    )
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
    print('Start the server again with: make start')
  })
}
