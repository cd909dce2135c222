import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'
import { findOneKey } from './find-key.ts'
import { parseExpiry } from './key-bounds.ts'

interface ReplaceFlags extends SettingsFlags {
  readonly overlapHours: string
  readonly expires?: string
}

/** `switchboard key replace`: another secret in the place of an API key. (`key rotate` is about what stored secrets are encrypted with.) */
export function registerKeyReplacement(key: Command): void {
  const replace = key
    .command('replace <id>')
    .description('make another key with the same limits in its place and show it; the former one works a while longer')
    .option('--overlap-hours <hours>', 'how long the former key still works', '24')
    .option('--expires <date>', 'of the new key, e.g. 2027-01-31; unset: as long as the former one would have worked')
  withDataDirectory(replace).action(replaceCommand)
}

function replaceCommand(which: string, { overlapHours, expires, ...flags }: ReplaceFlags): Promise<void> {
  const hours = Number(overlapHours)
  if (!(hours >= 0 && hours <= 720)) throw new CommandError('--overlap-hours is a number from 0 to 720')
  const expiresAt = expires === undefined ? undefined : parseExpiry(expires)
  return withStore(flags, async (store) => {
    const { ensureDefaultWorkspace, replaceKey } = await import('@switchboard/server')
    const workspaceId = await ensureDefaultWorkspace(store.db)
    const { id } = await findOneKey(store, workspaceId, which)
    const overlapMilliseconds = hours * 3_600_000
    const { made, former } = await replaceKey(store.db, {
      ...{ workspaceId, id, overlapMilliseconds, expiresAt },
      madeBy: 'cli:cli',
    })
    const given = { id, overlapHours: hours, expiresAt }
    await auditCommand(store, { command: 'key replace', action: 'write', subject: made.id, arguments: given })
    print(made.key)
    process.stderr.write(
      `Keep it now: it is not shown again. The former key (${former.prefix}…) works until ${former.expiresAt?.toISOString()}.\n`,
    )
  })
}
