import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../../store/database.ts'
import { defaultWorkspace } from './default-workspace.ts'
import type { InboxRow } from './inbox-rows.ts'
import { type Readers, readBodies, type Sighting } from './read-bodies.ts'
import { accountKey, externalIdOf } from './resolve-accounts.ts'

interface KnownAccount {
  readonly transport: string
  readonly external_id: string
  readonly business_account_id: string | null
  readonly workspace_id: WorkspaceId
}

const accountsText = /* sql */ `
select transport, external_id, business_account_id, workspace_id from accounts
where external_id = any ($1::text[]) or business_account_id = any ($2::text[])`

/**
 * Those bodies that this workspace may see. The inbox is kept before anything is understood, so it belongs to no workspace;
 * whose a body is follows from the accounts in it, as the projection reads them: all of them must be this workspace's. What
 * names no account, or one that is not known yet, is the default workspace's, where the projection puts it. A body about
 * accounts of several workspaces is shown to none of them.
 */
export async function bodiesOfWorkspace<Row extends InboxRow>(
  db: Queryable,
  readers: Readers,
  workspaceId: WorkspaceId,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { rows: workspaces } = await db.query('select 1 from workspaces limit 2')
  // Then all is its own, and nothing need be read.
  if (workspaces.length < 2 || rows.length === 0) return rows
  const { sightings } = readBodies(rows, readers)
  const nameless = await defaultWorkspace(db)
  const ownersOf = ownersIn(await accountsIn(db, sightings), nameless)
  const owners = new Map<number, Set<string>>()
  for (const sighting of sightings) {
    const of = owners.get(sighting.seq) ?? new Set()
    for (const owner of ownersOf(sighting)) of.add(owner)
    owners.set(sighting.seq, of)
  }
  return rows.filter(({ seq }) => {
    const of = owners.get(seq) ?? new Set([nameless])
    return of.size === 1 && of.has(workspaceId)
  })
}

async function accountsIn(db: Queryable, sightings: readonly Sighting[]): Promise<readonly KnownAccount[]> {
  const externalIds = new Set(sightings.flatMap(({ item }) => externalIdOf(item) ?? []))
  const businesses = new Set(sightings.flatMap(({ item }) => item.account.businessAccountId ?? []))
  const { rows } = await db.query<KnownAccount>(accountsText, [[...externalIds], [...businesses]])
  return rows
}

/** Of something that is about no number: everybody whose number is of that business. */
function ownersIn(accounts: readonly KnownAccount[], nameless: string): (sighting: Sighting) => readonly string[] {
  const byNumber = new Map(accounts.map((one) => [accountKey(one.transport, one.external_id), one.workspace_id]))
  return ({ item, transport }) => {
    const externalId = externalIdOf(item)
    if (externalId !== null) return [byNumber.get(accountKey(transport, externalId)) ?? nameless]
    const ofBusiness = accounts.filter(
      (one) => one.transport === transport && one.business_account_id === (item.account.businessAccountId ?? ''),
    )
    return ofBusiness.length > 0 ? ofBusiness.map((one) => one.workspace_id) : [nameless]
  }
}
