import type { WorkspaceId } from '@switchboard/contract'
import { appendEvents, type NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import { lockWorkspaceExclusively, lockWorkspaceShared } from '../../store/locks.ts'
import type { InboundItem, Party } from '../../transports/inbound-item.ts'
import { adoptSends } from './adopt-sends.ts'
import { type BatchContext, itemsOf, type ResolvedItem } from './batch-context.ts'
import type { InboxRow } from './inbox-rows.ts'
import { park } from './park.ts'
import { partyClaims } from './party-claims.ts'
import { type Place, placeOf } from './place.ts'
import { projectCalls } from './project-calls.ts'
import { projectCosts } from './project-costs.ts'
import { projectFacts } from './project-facts.ts'
import { projectGroups } from './project-groups.ts'
import { projectMessages } from './project-messages.ts'
import { projectOptOuts } from './project-opt-outs.ts'
import { projectPreferences } from './project-preferences.ts'
import { projectReactions } from './project-reactions.ts'
import { type Readers, type Readings, readBodies } from './read-bodies.ts'
import { type AccountDirectory, resolveAccounts } from './resolve-accounts.ts'
import { resolveContacts } from './resolve-contacts.ts'
import { type PlacedItem, resolveConversations } from './resolve-conversations.ts'
import type { SearchVocabulary } from './search-words.ts'

/** What outlives a batch. */
export interface ProjectionState {
  readonly readers: Readers
  readonly accounts: AccountDirectory
  readonly vocabulary: SearchVocabulary
}

export interface ProjectedRows {
  readonly items: number
  /** Of them those that this version does not understand; they are kept as they came. */
  readonly unsupported: number
  readonly events: number
  /** Bodies that nothing could be read from, by their numbers. */
  readonly unreadable: readonly number[]
  readonly factIds: readonly string[]
  /** To be called when the transaction has committed. */
  readonly committed: () => void
}

/** Bodies into tables, in the caller's transaction. `exclusive`: contacts may be joined. */
export async function projectRows(
  client: Queryable,
  state: ProjectionState,
  rows: readonly InboxRow[],
  options: { readonly exclusive: boolean; readonly shardOfRow: (row: InboxRow) => number },
): Promise<ProjectedRows> {
  const readings = readBodies(rows, state.readers)
  const events: NewEvent[] = []
  const accounts = state.accounts.stage()
  const owners = await resolveAccounts(client, accounts, readings.sightings, events)
  const items = readings.sightings.map((sighting): ResolvedItem => {
    const owner = owners.get(sighting)
    if (!owner) throw new Error('resolveAccounts gives an owner to every sighting')
    return { item: sighting.item, seq: sighting.seq, workspaceId: owner.workspaceId, accountId: owner.accountId }
  })
  await lockWorkspaces(client, items, options.exclusive)
  const contacts = await resolveContacts({
    client,
    claims: items.flatMap(({ item, workspaceId }) => partyClaims(item).map((claim) => ({ workspaceId, claim }))),
    exclusive: options.exclusive,
    events,
  })
  const contactOf = (party: Party | undefined): string | null => (party && contacts.get(party)) ?? null
  const conversations = await resolveConversations(client, placed(items, contactOf), events)
  const conversationOf = (item: InboundItem): string | null => conversations.get(item) ?? null
  const context: BatchContext = { client, events, contactOf, conversationOf }
  const ofReactions = await adoptSends(context, items, options.exclusive)
  const ofMessages = items.filter(({ item }) => !ofReactions.has(item))
  const searched = await projectMessages(context, itemsOf(ofMessages, 'message', 'status', 'revision'))
  await projectCosts(context, itemsOf(items, 'status'))
  await projectOptOuts(context, itemsOf(items, 'message'))
  await projectReactions(context, itemsOf(items, 'reaction'))
  await projectCalls(context, itemsOf(items, 'call'))
  await projectPreferences(context, itemsOf(items, 'preference'))
  await projectGroups(context, itemsOf(items, 'group'))
  const factIds = await projectFacts(context, itemsOf(items, 'fact', 'group'))
  const words = await state.vocabulary.learn(client, searched)
  for (const parked of readings.unreadable) {
    const workspaceId = await accounts.defaultWorkspace(client)
    events.push(...(await park(client, options.shardOfRow(parked.row), workspaceId, [parked])))
  }
  await appendEvents(client, events)
  return {
    items: items.length,
    unsupported: items.filter(({ item }) => isUnsupported(item)).length,
    events: events.length,
    unreadable: unreadableSeqs(readings),
    factIds,
    committed() {
      state.accounts.keep(accounts)
      state.vocabulary.keep(words)
    },
  }
}

/** Sorted, so that two batches that touch several workspaces wait in one direction only. */
async function lockWorkspaces(client: Queryable, items: readonly ResolvedItem[], exclusive: boolean): Promise<void> {
  const lock = exclusive ? lockWorkspaceExclusively : lockWorkspaceShared
  for (const workspaceId of [...new Set(items.map((item) => item.workspaceId))].toSorted()) {
    await lock(client, workspaceId as WorkspaceId) // read from a workspace_id column
  }
}

function placed(items: readonly ResolvedItem[], contactOf: BatchContext['contactOf']): PlacedItem[] {
  return items.flatMap(({ item, workspaceId, accountId }) => {
    const place = placeOf(item)
    const where = place && whereIs(place, contactOf)
    return where && accountId !== null ? [{ item, workspaceId, accountId, where }] : []
  })
}

function whereIs(place: Place, contactOf: BatchContext['contactOf']): PlacedItem['where'] | null {
  if (place.kind === 'group') return { groupId: place.groupId }
  const contactId = contactOf(place.party)
  return contactId === null ? null : { contactId }
}

function unreadableSeqs(readings: Readings): number[] {
  return readings.unreadable.map(({ row }) => row.seq)
}

function isUnsupported(item: InboundItem): boolean {
  return item.kind === 'fact' ? !item.known : item.kind === 'message' && item.content.type === 'unsupported'
}
