import { readScopes, Scope, scopes } from '@switchboard/contract'
import type { KeyRow } from '@switchboard/server'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'
import { findOneKey } from './find-key.ts'
import { type BoundFlags, parseBounds, withBounds } from './key-bounds.ts'
import { registerKeyReplacement } from './key-replace.ts'
import { registerKeyRotation } from './key-rotate.ts'

interface CreateFlags extends SettingsFlags, BoundFlags {
  readonly scopes: string
}

/** `switchboard key create|list|replace|revoke`: API keys, on the database itself, so it works without a credential. */
export function registerKey(program: Command): void {
  const key = program
    .command('key')
    .description('make, list, replace and revoke API keys; change the key that stored secrets are encrypted with')
  const create = key
    .command('create <name>')
    .description('make a key and show it, this once')
    .option('--scopes <list>', `"read", or of: ${scopes.join(', ')}`, 'read')
  withDataDirectory(withBounds(create)).action(createKeyCommand)
  registerKeyReplacement(key)
  registerKeyRotation(key)
  withDataDirectory(key.command('list').description('newest first')).action(listKeysCommand)
  withDataDirectory(key.command('revoke <id>').description('by its id or the first characters of the key')).action(
    revokeKeyCommand,
  )
}

async function createKeyCommand(name: string, flags: CreateFlags): Promise<void> {
  const wanted = parseScopes(flags.scopes)
  const bounds = parseBounds(flags)
  const { createKey, ensureDefaultWorkspace } = await import('@switchboard/server')
  await withStore(flags, async (store) => {
    const { db } = store
    const workspaceId = await ensureDefaultWorkspace(db)
    const made = await createKey(db, { workspaceId, name, scopes: wanted, ...bounds, madeBy: 'cli:cli' })
    const given = { name, scopes: wanted, ...bounds }
    await auditCommand(store, { command: 'key create', action: 'write', subject: made.id, arguments: given })
    print(made.key)
    process.stderr.write(`Keep it now: it is not shown again. It may: ${wanted.join(', ')}\n`)
  })
}

function listKeysCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async ({ db }) => {
    const { ensureDefaultWorkspace, listKeys } = await import('@switchboard/server')
    const keys = await listKeys(db, await ensureDefaultWorkspace(db))
    if (keys.length === 0) return print('No key yet. "switchboard key create NAME" makes one.')
    print(table([['ID', 'KEY', 'NAME', 'STATE', 'MAY'], ...keys.map(rowOf)]))
  })
}

function rowOf(key: KeyRow): string[] {
  const { id, prefix, name, revokedAt, expiresAt, lastUsedAt } = key
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now()
  const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt.toISOString().slice(0, 16).replace('T', ' ')}`
  const state = revokedAt ? 'revoked' : expired ? 'expired' : key.replacedBy ? `${used}, replaced` : used
  return [id, `${prefix}…`, name, state, `${key.scopes.join(', ')}${boundsOf(key)}`]
}

/** In brackets, and nothing where there are none. */
function boundsOf({ sendPolicy, addresses, accounts, contacts, dailyCap }: KeyRow): string {
  const bounds = [
    sendPolicy && `sends: ${sendPolicy}`,
    addresses && `from ${addresses.join(', ')}`,
    accounts && `${accounts.length} account(s)`,
    contacts && `${contacts.length} contact(s)`,
    dailyCap !== null && `${dailyCap} a day`,
  ].filter((bound) => typeof bound === 'string')
  return bounds.length === 0 ? '' : ` (${bounds.join('; ')})`
}

function revokeKeyCommand(which: string, flags: SettingsFlags): Promise<void> {
  return withStore(flags, async (store) => {
    const { ensureDefaultWorkspace, revokeKey, revokeLinksBy } = await import('@switchboard/server')
    const workspaceId = await ensureDefaultWorkspace(store.db)
    const one = await findOneKey(store, workspaceId, which)
    await revokeKey(store.db, workspaceId, one.id)
    await revokeLinksBy(store.pool, workspaceId, `key:${one.id}`)
    await auditCommand(store, { command: 'key revoke', action: 'write', subject: one.id })
    print(`Revoked "${one.name}" (${one.prefix}…). Servers refuse it within five seconds.`)
  })
}

function parseScopes(list: string): Scope[] {
  if (list === 'read') return [...readScopes]
  return list.split(',').map((text) => {
    const scope = Scope.safeParse(text.trim())
    if (scope.success) return scope.data
    throw new CommandError(`"${text}" is not a scope. There are: ${scopes.join(', ')}`)
  })
}
