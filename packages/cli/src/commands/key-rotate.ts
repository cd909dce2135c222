import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, progress, progressDone } from '../print.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

/** `switchboard key rotate|forget-former`: the key under which stored secrets are kept, not the keys of programs. */
export function registerKeyRotation(key: Command): void {
  const rotate = key
    .command('rotate')
    .description('encrypt every stored secret with a new SWITCHBOARD_KEY (or key file), while servers go on')
  withDataDirectory(rotate).action(rotateCommand)
  const forget = key
    .command('forget-former')
    .description('take former encryption keys out of the key file, once nothing is sealed with them')
  withDataDirectory(forget).action(forgetCommand)
}

function rotateCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async (store, settings) => {
    const { rotateKeys } = await import('@switchboard/server')
    const report = await rotateKeys(store, settings, ({ done, of }) => progress(`${done} of ${of} secrets`)).finally(
      progressDone,
    )
    const { madeKey, kind, resealed, total, unreadable } = report
    const given = { madeKey, resealed, total, unreadable: unreadable.length }
    await auditCommand(store, { command: 'key rotate', action: 'write', arguments: given })
    if (madeKey) print('A new key was made. It stands first in the file encryption-key of the data directory.')
    print(
      resealed === 0
        ? `Nothing to do: all ${total} stored secrets are sealed with the present key.`
        : `${resealed} of ${total} stored secrets were encrypted anew.`,
    )
    for (const { table, rowId, name, reason } of unreadable)
      process.stderr.write(`${table} ${rowId}, ${name}: ${reason}\n`)
    if (unreadable.length > 0) {
      process.stderr.write(`${unreadable.length} could not be opened and were left as they are.\n`)
      process.exitCode = 1
      return
    }
    print(nextStep(kind, resealed))
  })
}

function nextStep(kind: 'environment' | 'file', resealed: number): string {
  if (kind === 'file')
    return 'Backups from before need the former key: keep a copy of the file. Then take it out: switchboard key forget-former'
  return resealed === 0
    ? 'For a new key, give every server the present one as SWITCHBOARD_KEY_PREVIOUS and a new one as SWITCHBOARD_KEY, restart them, and run this again.'
    : 'SWITCHBOARD_KEY_PREVIOUS can go at the next restart. Backups from before need the former key: keep it.'
}

function forgetCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async (store, settings) => {
    const { forgetFormerKeys } = await import('@switchboard/server')
    const forgotten = await forgetFormerKeys(store, settings)
    await auditCommand(store, { command: 'key forget-former', action: 'write', arguments: { forgotten } })
    print(
      forgotten === 0
        ? 'There is no former key in the file.'
        : `Taken out of the file: ${forgotten === 1 ? 'a former key' : `${forgotten} former keys`}.`,
    )
  })
}
