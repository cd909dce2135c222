import { type ApiKeyId, readScopes, Scope, SendPolicy, scopes, sendPolicies } from '@switchboard/contract'
import type { KeyRow } from '@switchboard/server'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'
import { registerKeyRotation } from './key-rotate.ts'

interface CreateFlags extends SettingsFlags {
  readonly scopes: string
  readonly sends?: string
  readonly expires?: string
}

/** `switchboard key create|list|revoke`: API keys, on the database itself, so it works without a credential. */
export function registerKey(program: Command): void {
  const key = program
    .command('key')
    .description('make, list and revoke API keys; change the key that stored secrets are encrypted with')
  const create = key
    .command('create <name>')
    .description('make a key and show it, this once')
    .option('--scopes <list>', `"read", or of: ${scopes.join(', ')}`, 'read')
    .option('--sends <policy>', `allow, approve (a person approves each message) or block; unset: an assistant's wait`)
    .option('--expires <date>', 'e.g. 2027-01-31')
  withDataDirectory(create).action(createKeyCommand)
  registerKeyRotation(key)
  withDataDirectory(key.command('list').description('newest first')).action(listKeysCommand)
  withDataDirectory(key.command('revoke <id>').description('by its id or the first characters of the key')).action(
    revokeKeyCommand,
  )
}

async function createKeyCommand(name: string, flags: CreateFlags): Promise<void> {
  const wanted = parseScopes(flags.scopes)
  const expiresAt = parseExpiry(flags.expires)
  const sendPolicy = parsePolicy(flags.sends)
  const { createKey, ensureDefaultWorkspace } = await import('@switchboard/server')
  await withStore(flags, async (store) => {
    const { db } = store
    const workspaceId = await ensureDefaultWorkspace(db)
    const made = await createKey(db, { workspaceId, name, scopes: wanted, sendPolicy, expiresAt })
    const given = { name, scopes: wanted, sendPolicy, expiresAt }
    await auditCommand(store, { command: 'key create', action: 'write', subject: made.id, arguments: given })
    print(made.key)
    process.stderr.write(`Keep it now: it is not shown again. It may: ${wanted.join(', ')}\n`)
  })
}

function listKeysCommand(flags: SettingsFlags): Promise<void> {
  return withStore(flags, async ({ db }) => {
    const { ensureDefaultWorkspace, listKeys } = await import('@switchboard/server')
    const keys = await listKeys(db, await ensureDefaultWorkspace(db))
    print(table([['ID', 'KEY', 'NAME', 'STATE', 'MAY'], ...keys.map(rowOf)]))
  })
}

function rowOf({ id, prefix, name, scopes: may, sendPolicy, revokedAt, expiresAt, lastUsedAt }: KeyRow): string[] {
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now()
  const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt.toISOString().slice(0, 16).replace('T', ' ')}`
  return [
    id,
    `${prefix}…`,
    name,
    revokedAt ? 'revoked' : expired ? 'expired' : used,
    `${may.join(', ')}${sendPolicy === null ? '' : ` (sends: ${sendPolicy})`}`,
  ]
}

function revokeKeyCommand(which: string, flags: SettingsFlags): Promise<void> {
  return withStore(flags, async (store) => {
    const { db } = store
    const { ensureDefaultWorkspace, listKeys, revokeKey } = await import('@switchboard/server')
    const workspaceId = await ensureDefaultWorkspace(db)
    const found = (await listKeys(db, workspaceId)).filter(({ id, prefix }) => id === which || which.startsWith(prefix))
    const [one, ...others] = found
    if (!one || others.length > 0)
      throw new CommandError(
        `No single key is "${which.slice(0, 14)}". Take the id that this shows: switchboard key list`,
      )
    // It came out of the list of keys a moment ago.
    await revokeKey(db, workspaceId, one.id as ApiKeyId)
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

function parsePolicy(text: string | undefined): SendPolicy | null {
  if (text === undefined) return null
  const policy = SendPolicy.safeParse(text)
  if (policy.success) return policy.data
  throw new CommandError(`"${text}" is no policy. There are: ${sendPolicies.join(', ')}`)
}

function parseExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null
  const date = new Date(text)
  if (!(date.getTime() > Date.now()))
    throw new CommandError(`--expires ${text} is not a date to come. Write 2027-01-31`)
  return date
}
