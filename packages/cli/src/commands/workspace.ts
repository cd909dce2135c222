import type { WorkspaceId } from '@switchboard/contract'
import type { Settings, Store } from '@switchboard/server'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

/** `switchboard workspace create|list|rename|delete`: tenants of this server, each with members, keys and numbers of its own. */
export function registerWorkspace(program: Command): void {
  const workspace = program
    .command('workspace')
    .description('tenants of this server: make, list, rename and delete them')
  withDataDirectory(
    workspace.command('create <name>').description('make a workspace, and a link by which its first owner joins'),
  ).action(createCommand)
  withDataDirectory(workspace.command('list').description('all of them, the first one first')).action(listCommand)
  withDataDirectory(workspace.command('rename <id> <name>').description('call one something else')).action(
    renameCommand,
  )
  withDataDirectory(
    workspace
      .command('delete <id>')
      .description('delete one, with everything in it')
      .requiredOption('--name <name>', 'what it is called, typed to confirm'),
  ).action(deleteCommand)
}

function deleteCommand(id: string, flags: SettingsFlags & { readonly name: string }): Promise<void> {
  return withStore(flags, async (store) => {
    const { closeWorkspace, deleteWorkspaceRows, Refusal } = await import('@switchboard/server')
    // A value of its column, or found nowhere.
    const workspaceId = id as WorkspaceId
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) throw new CommandError(`There is no workspace ${id}.`)
    try {
      await closeWorkspace(store.pool, { workspaceId, name: flags.name, by: null })
    } catch (error) {
      throw error instanceof Refusal ? new CommandError(error.message) : error
    }
    const command = { command: 'workspace delete', action: 'write', subject: id, arguments: { name: flags.name } }
    await auditCommand(store, command)
    process.stderr.write(
      'Nobody is in it any more. What was in it goes now; interrupted, the server goes on with it.\n',
    )
    await deleteWorkspaceRows(store.pool)
    print(`“${flags.name}” is gone. The audit keeps what was done in it, and that it was deleted.`)
  })
}

function createCommand(given: string, flags: SettingsFlags): Promise<void> {
  const name = nameOf(given)
  return withStore(flags, async (store, settings) => {
    const { createLink, createWorkspace } = await import('@switchboard/server')
    const workspaceId = await createWorkspace(store.pool, name)
    const join = { purpose: 'join', role: 'owner', email: null } as const
    const { path } = await createLink(store.pool, { workspaceId, for: join, createdBy: 'cli' })
    await note(store, 'workspace create', workspaceId, name)
    print(workspaceId)
    print(await linkTo(settings, path))
    process.stderr.write('Whoever opens the link becomes its owner, once, for three days. It is not shown again.\n')
  })
}

function listCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async ({ pool }) => {
    const { listWorkspaces } = await import('@switchboard/server')
    const rows = (await listWorkspaces(pool)).map(({ id, name, members, accounts, createdAt }) => [
      ...[id, String(members), String(accounts), createdAt.toISOString().slice(0, 10), name],
    ])
    print(table([['ID', 'MEMBERS', 'NUMBERS', 'SINCE', 'NAME'], ...rows]))
  })
}

function renameCommand(id: string, given: string, flags: SettingsFlags): Promise<void> {
  const name = nameOf(given)
  return withStore(flags, async (store) => {
    const { listWorkspaces, renameWorkspace } = await import('@switchboard/server')
    const found = (await listWorkspaces(store.pool)).find((one) => one.id === id)
    if (!found) throw new CommandError(`There is no workspace ${id}. "switchboard workspace list" shows them.`)
    await renameWorkspace(store.pool, found.id, name)
    await note(store, 'workspace rename', found.id, name)
    print(`“${found.name}” is called “${name}” now.`)
  })
}

function nameOf(given: string): string {
  const name = given.trim()
  if (name.length < 1 || name.length > 100) throw new CommandError('A name has 1 to 100 letters.')
  return name
}

function note(store: Store, command: string, workspaceId: WorkspaceId, name: string): Promise<void> {
  return auditCommand(store, { command, action: 'write', subject: workspaceId, arguments: { name } })
}

async function linkTo({ config }: Settings, path: string): Promise<string> {
  const { findRunningServer } = await import('@switchboard/server')
  const running = findRunningServer(config.dataDirectory)?.url
  return `${config.publicBaseUrl ?? running ?? `http://localhost:${config.port}`}${path}`
}
