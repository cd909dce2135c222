import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

/** `switchboard open`: a fresh link to the console of the server that runs on this data directory, signed in as its owner. */
export function registerOpen(program: Command): void {
  const open = program
    .command('open')
    .description('print a link that opens the console of the running server, signed in')
  withDataDirectory(open).action(openCommand)
}

function openCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async (store, { config }) => {
    const { createLink, ensureDefaultWorkspace, findRunningServer, localAddress } = await import('@switchboard/server')
    const running = findRunningServer(config.dataDirectory)
    if (!running) throw new CommandError('No server runs on this data directory. Start one: make start')
    if (!config.startLink)
      throw new CommandError(
        'Links that sign in are for a server on loopback with the embedded database, without TLS of its own and without SWITCHBOARD_START_LINK=false. Here: switchboard user reset, or switchboard user create --role owner.',
      )
    const workspaceId = await ensureDefaultWorkspace(store.db)
    const link = await createLink(store.pool, { workspaceId, for: { purpose: 'sign-in' }, createdBy: 'cli' })
    await auditCommand(store, { command: 'open', action: 'write', subject: link.id, arguments: {} })
    print(`${await localAddress(running.url)}${link.path}`)
    process.stderr.write('It opens the console signed in as the owner, once, within an hour. It is not shown again.\n')
  })
}
