import { type AccountId, type AccountSettingsChange, coexistenceRate } from '@switchboard/contract'
import { isSupportedCountry } from 'libphonenumber-js'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'

/** An account's row, held until the end of the transaction. */
export interface HeldAccount {
  readonly id: AccountId
  readonly workspaceId: string
  readonly transport: string
  readonly state: 'active' | 'paused' | 'disabled'
  readonly isDefault: boolean
  readonly discovered: boolean
  readonly coexistence: boolean
  readonly sendRate: number | null
  readonly secretNames: readonly string[]
}

const columns = /* sql */ `id, workspace_id as "workspaceId", transport, state, is_default as "isDefault", discovered, coexistence,
  send_rate as "sendRate", array(select jsonb_object_keys(secrets) order by 1) as "secretNames"`

/** @throws {Refusal} account-not-found */
export async function holdAccount(tx: Queryable, workspaceId: string, id: string): Promise<HeldAccount> {
  const { rows } = await tx.query<HeldAccount>(
    `select ${columns} from accounts where workspace_id = $1 and id = $2 for update`,
    [workspaceId, id],
  )
  if (rows[0]) return rows[0]
  throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
}

export async function holdNumber(tx: Queryable, transport: string, externalId: string): Promise<HeldAccount | null> {
  const { rows } = await tx.query<HeldAccount>(
    `select ${columns} from accounts where transport = $1 and external_id = $2 for update`,
    [transport, externalId],
  )
  return rows[0] ?? null
}

/** What is written over; absent: stays as it is. */
export interface AccountChange {
  readonly name?: string | null | undefined
  readonly state?: HeldAccount['state'] | undefined
  readonly businessAccountId?: string | null | undefined
  readonly displayPhoneNumber?: string | null | undefined
  readonly settings?: AccountSettingsChange | undefined
  /** Added to or put over what is there; null takes away. */
  readonly details?: Readonly<Record<string, string | null>> | undefined
  /** Sealed. */
  readonly secrets?: Readonly<Record<string, object | null>> | undefined
}

const columnOf = {
  name: 'name',
  state: 'state',
  businessAccountId: 'business_account_id',
  displayPhoneNumber: 'display_phone_number',
} as const
const columnOfSetting = {
  defaultRegion: 'default_region',
  messagesPerSecond: 'send_rate',
  coexistence: 'coexistence',
  pairBurst: 'pair_burst',
  pairSeconds: 'pair_seconds',
  sendPolicy: 'send_policy',
  allow: 'send_allowlist',
} as const satisfies Record<keyof AccountSettingsChange, string>

/**
 * Writes over a held account; it is configured from now on.
 * @throws {Refusal} invalid-request where settings contradict each other
 */
export async function writeAccount(tx: Queryable, held: HeldAccount, change: AccountChange): Promise<void> {
  const { settings = {}, details = {}, secrets = {} } = change
  checkSettings(held, settings)
  const sets: string[] = ['discovered = false', 'updated_at = now()']
  const values: unknown[] = [held.id]
  const set = (column: string, value: unknown, cast = '') => sets.push(`${column} = $${values.push(value)}${cast}`)
  for (const key of keysOf(columnOf)) if (change[key] !== undefined) set(columnOf[key], change[key])
  for (const key of keysOf(columnOfSetting)) {
    if (settings[key] === undefined) continue
    set(columnOfSetting[key], key === 'sendPolicy' && settings[key] === 'allow' ? null : settings[key])
  }
  if (Object.keys(details).length > 0) sets.push(`settings = ${merged('settings', details, values)}`)
  if (Object.keys(secrets).length > 0) sets.push(`secrets = ${merged('secrets', secrets, values)}`)
  await tx.query(`update accounts set ${sets.join(', ')} where id = $1`, values)
}

/** jsonb with the given keys put over, and those that are null gone. */
function merged(column: string, entries: Readonly<Record<string, unknown>>, values: unknown[]): string {
  const given = Object.entries(entries)
  const kept = Object.fromEntries(given.filter(([, value]) => value !== null))
  const gone = given.filter(([, value]) => value === null).map(([name]) => name)
  return `(${column} - $${values.push(gone)}::text[]) || $${values.push(JSON.stringify(kept))}::jsonb`
}

function keysOf<Key extends string>(object: Readonly<Record<Key, string>>): Key[] {
  return Object.keys(object) as Key[] // written out above: they have no other keys
}

/** No two accounts of a workspace are its default. */
export async function makeDefault(tx: Queryable, { workspaceId, id }: HeldAccount): Promise<void> {
  await tx.query(
    `update accounts set is_default = false, updated_at = now() where workspace_id = $1 and is_default and id <> $2`,
    [workspaceId, id],
  )
  await tx.query(`update accounts set is_default = true, updated_at = now() where id = $1 and not is_default`, [id])
}

function checkSettings(held: HeldAccount, settings: AccountSettingsChange): void {
  const region = settings.defaultRegion
  if (region && !isSupportedCountry(region)) refuse('defaultRegion', `"${region}" is no country with phone numbers`)
  const coexistence = settings.coexistence ?? held.coexistence
  const rate = settings.messagesPerSecond === undefined ? held.sendRate : settings.messagesPerSecond
  if (coexistence && rate !== null && rate > coexistenceRate) {
    const what = `a number that is in use in the WhatsApp Business app too carries ${coexistenceRate} a second; ${rate} is more`
    refuse('messagesPerSecond', what)
  }
}

function refuse(field: string, message: string): never {
  const errors = [{ path: `body.settings.${field}`, message }]
  throw new Refusal('invalid-request', { detail: `body.settings.${field}: ${message}`, errors })
}
