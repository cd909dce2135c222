import type { backup as Backup } from '@switchboard/server'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, progress, progressDone } from '../print.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

/** `switchboard backup FILE`: every row as of one moment, while the server goes on. */
export function registerBackup(program: Command): void {
  const command = program.command('backup <file>').description('write every row into a file, while the server goes on')
  withDataDirectory(command).action((file: string, flags: SettingsFlags) =>
    withStore(flags, async (store, { config, secrets }) => {
      const { connectionString } = store
      const { backup } = await import('@switchboard/server')
      const { rows, bytes } = await backup({
        connectionString,
        to: file,
        onProgress: (state) => progress(describeProgress(state)),
      }).finally(progressDone)
      await auditCommand(store, { command: 'backup', action: 'backup', arguments: { file } })
      const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
      print(`${total} rows of ${Object.keys(rows).length} tables, ${describeBytes(bytes)}: ${file}`)
      const key =
        secrets.keyring.kind === 'file' ? `a copy of ${config.dataDirectory}/encryption-key` : 'SWITCHBOARD_KEY'
      print(`Keep ${key} too, in another place: it opens the tokens in it.`)
      print(`Bring them back with: switchboard restore ${file}`)
    }),
  )
}

function describeBytes(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`
}

type Progress = Parameters<NonNullable<Parameters<typeof Backup>[0]['onProgress']>>[0]

export function describeProgress({ phase, table, rows, totalRows, tables }: Progress): string {
  const of = totalRows > 0 ? ` of ${phase === 'copy' ? '' : 'about '}${totalRows}` : ''
  return `${phase === 'verify' ? 'verifying' : 'copying'} ${table} (${tables.done + 1}/${tables.of}): ${rows}${of} rows`
}
