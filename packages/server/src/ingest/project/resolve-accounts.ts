import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { AccountRef } from '../../transports/inbound-item.ts'
import { BatchConflict } from './batch-errors.ts'
import { defaultWorkspace } from './default-workspace.ts'
import type { Sighting } from './read-bodies.ts'
import { insertInto, loadBy } from './write-rows.ts'

export interface AccountRow {
  readonly id: string
  readonly workspace_id: string
  readonly transport: string
  readonly external_id: string
  readonly business_account_id: string | null
  readonly display_phone_number: string | null
  readonly discovered: boolean
}

/** Where an item belongs. Facts may be about a business account as a whole: then there is no account. */
export interface Owner {
  readonly workspaceId: string
  readonly accountId: string | null
}

/**
 * Accounts by the transport's own name, kept between batches: there are few and their ids never change. A batch works on a
 * stage of its own, which is kept only when the batch commits.
 */
export class AccountDirectory {
  readonly #known = new Map<string, AccountRow>()
  #workspaceId: string | undefined

  stage(): AccountStage {
    return new AccountStage(this.#known, this.#workspaceId)
  }

  keep(stage: AccountStage): void {
    for (const [key, account] of stage.staged) this.#known.set(key, account)
    this.#workspaceId ??= stage.workspaceId
  }
}

export class AccountStage {
  readonly staged = new Map<string, AccountRow>()
  readonly #known: ReadonlyMap<string, AccountRow>
  workspaceId: string | undefined

  constructor(known: ReadonlyMap<string, AccountRow>, workspaceId: string | undefined) {
    this.#known = known
    this.workspaceId = workspaceId
  }

  find(key: string): AccountRow | undefined {
    return this.staged.get(key) ?? this.#known.get(key)
  }

  add(account: AccountRow): void {
    this.staged.set(accountKey(account.transport, account.external_id), account)
  }

  async defaultWorkspace(client: Queryable): Promise<string> {
    this.workspaceId ??= await defaultWorkspace(client)
    return this.workspaceId
  }
}

/** The name of an account whose webhook does not say which number it is about (hand-made senders). */
const unidentified = 'unidentified'

const loadAccounts = loadBy<{ transport: string; external_id: string }, AccountRow>(
  'accounts',
  { transport: 'text', external_id: 'text' },
  /* sql */ `
  select a.id, a.workspace_id, a.transport, a.external_id, a.business_account_id, a.display_phone_number, a.discovered
  from KEYS join accounts a on a.transport = k.transport and a.external_id = k.external_id`,
)

const insertAccounts = insertInto<AccountRow>('accounts', {
  id: 'uuid',
  workspace_id: 'uuid',
  transport: 'text',
  external_id: 'text',
  business_account_id: 'text',
  display_phone_number: 'text',
  discovered: 'boolean',
})

// What a webhook says of a number that nobody configured; of a configured one only what is missing. The greater of two
// values wins: they don't change in practice, and any order of arrival must give the same row.
const refineText = /* sql */ `
update accounts set
  business_account_id = case when discovered then greatest(business_account_id collate "C", $2)
    else coalesce(business_account_id, $2) end,
  display_phone_number = case when discovered then greatest(display_phone_number collate "C", $3)
    else coalesce(display_phone_number, $3) end,
  updated_at = now()
where id = $1
returning id, workspace_id, transport, external_id, business_account_id, display_phone_number, discovered`

/** The account of each item; one that was never seen before is made as `discovered` in the default workspace. */
export async function resolveAccounts(
  client: Queryable,
  accounts: AccountStage,
  sightings: readonly Sighting[],
  events: NewEvent[],
): Promise<Map<Sighting, Owner>> {
  const wanted = new Map<string, { transport: string; external_id: string; ref: AccountRef; at: number }>()
  for (const { item, transport } of sightings) {
    const externalId = externalIdOf(item)
    if (externalId === null) continue
    const key = accountKey(transport, externalId)
    const before = wanted.get(key)
    const ref = before ? greaterRef(before.ref, item.account) : item.account
    wanted.set(key, { transport, external_id: externalId, ref, at: Math.min(before?.at ?? item.at, item.at) })
  }
  const unknown = [...wanted].filter(([key]) => !accounts.find(key)).map(([, account]) => account)
  for (const account of await loadAccounts(client, unknown)) accounts.add(account)
  const created: AccountRow[] = []
  for (const { transport, external_id, ref, at } of unknown) {
    if (accounts.find(accountKey(transport, external_id))) continue
    const account: AccountRow = {
      id: uuidv7(),
      workspace_id: await accounts.defaultWorkspace(client),
      transport,
      external_id,
      business_account_id: ref.businessAccountId ?? null,
      display_phone_number: ref.displayPhoneNumber ?? null,
      discovered: true,
    }
    created.push(account)
    accounts.add(account)
    const { workspace_id: workspaceId, id: accountId } = account
    events.push({
      workspaceId,
      type: 'account.discovered',
      occurredAt: at,
      accountId,
      data: { externalId: external_id },
    })
  }
  await insertAccounts(
    client,
    created.toSorted((a, b) => (a.external_id < b.external_id ? -1 : 1)),
  )
  for (const [key, { ref }] of wanted) {
    const account = accounts.find(key)
    if (account && saysMore(account, ref)) accounts.add(await refine(client, account, ref))
  }
  return ownersOf(client, accounts, sightings)
}

async function ownersOf(
  client: Queryable,
  accounts: AccountStage,
  sightings: readonly Sighting[],
): Promise<Map<Sighting, Owner>> {
  const owners = new Map<Sighting, Owner>()
  const byAccount = new Map<AccountRow, Owner>()
  for (const sighting of sightings) {
    const externalId = externalIdOf(sighting.item)
    const account = externalId === null ? undefined : accounts.find(accountKey(sighting.transport, externalId))
    if (account) {
      let owner = byAccount.get(account)
      if (!owner) byAccount.set(account, (owner = { workspaceId: account.workspace_id, accountId: account.id }))
      owners.set(sighting, owner)
    } else {
      const waba = sighting.item.account.businessAccountId
      const workspaceId = (await workspaceOfBusiness(client, waba)) ?? (await accounts.defaultWorkspace(client))
      owners.set(sighting, { workspaceId, accountId: null })
    }
  }
  return owners
}

/** Facts are rare, so this is a query each. */
async function workspaceOfBusiness(client: Queryable, businessAccountId: string | undefined): Promise<string | null> {
  if (businessAccountId === undefined) return null
  const { rows } = await client.query<{ workspace_id: string }>(
    'select workspace_id from accounts where business_account_id = $1 order by created_at, id limit 1',
    [businessAccountId],
  )
  return rows[0]?.workspace_id ?? null
}

async function refine(client: Queryable, account: AccountRow, ref: AccountRef): Promise<AccountRow> {
  const values = [account.id, ref.businessAccountId ?? null, ref.displayPhoneNumber ?? null]
  const { rows } = await client.query<AccountRow>(refineText, values)
  if (!rows[0]) throw new BatchConflict(`the account ${account.id} is gone`)
  return rows[0]
}

function saysMore(account: AccountRow, ref: AccountRef): boolean {
  const more = (now: string | null, said: string | undefined): boolean =>
    said !== undefined && (now === null || (account.discovered && said > now))
  return (
    more(account.business_account_id, ref.businessAccountId) ||
    more(account.display_phone_number, ref.displayPhoneNumber)
  )
}

function greaterRef(a: AccountRef, b: AccountRef): AccountRef {
  const greater = (x: string | undefined, y: string | undefined): string | undefined =>
    x === undefined || (y !== undefined && y > x) ? y : x
  return {
    businessAccountId: greater(a.businessAccountId, b.businessAccountId),
    displayPhoneNumber: greater(a.displayPhoneNumber, b.displayPhoneNumber),
  }
}

/** null: the item is a fact about no particular number. Everything else must have an account to stand in. */
/** The transport's own name of the account that an item belongs to; null where it is about none. */
export function externalIdOf(item: Sighting['item']): string | null {
  const { phoneNumberId, businessAccountId } = item.account
  if (phoneNumberId !== undefined) return phoneNumberId
  if (item.kind === 'fact') return null
  return businessAccountId === undefined ? unidentified : `${unidentified}:${businessAccountId}`
}

export function accountKey(transport: string, externalId: string): string {
  return `${transport} ${externalId}`
}
