import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../../events/append.ts'
import { lockWorkspaceExclusively } from '../../store/locks.ts'
import { type ContactNames, claimed, joinNames, noNames } from './contact-names.ts'
import { contactVersions, updateContacts } from './contact-rows.ts'
import { conversationTimes, undoSteps } from './undo-steps.ts'

/** `blocked`: a later merge involves the same survivor, and must be undone first: they come apart in reverse order. */
export type UndoOutcome =
  | { readonly outcome: 'undone' | 'not-found' | 'already-undone' }
  | { readonly outcome: 'blocked'; readonly by: string }

interface MergeRow {
  readonly workspace_id: WorkspaceId
  readonly survivor_id: string
  readonly merged_id: string
  readonly undone_at: Date | null
}

/**
 * Takes two contacts apart again. Every row that the merge moved and that still is where the merge put it goes back; what came
 * in since stays with the survivor. The two are not joined again by the same identities: a person has said that they are two.
 */
export async function undoMerge(pool: pg.Pool, mergeId: string, by: string | null = null): Promise<UndoOutcome> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const outcome = await undo(client, mergeId, by)
    await client.query(outcome.outcome === 'undone' ? 'commit' : 'rollback')
    client.release()
    return outcome
  } catch (error) {
    // A connection that can't even roll back is not given back to the pool.
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

async function undo(client: pg.ClientBase, mergeId: string, by: string | null): Promise<UndoOutcome> {
  const select = `select workspace_id, survivor_id, merged_id, undone_at from contact_merges where id = $1`
  const found = (await client.query<MergeRow>(select, [mergeId])).rows[0]
  if (!found) return { outcome: 'not-found' }
  await lockWorkspaceExclusively(client, found.workspace_id)
  const merge = (await client.query<MergeRow>(select, [mergeId])).rows[0]
  if (!merge || merge.undone_at) return { outcome: merge ? 'already-undone' : 'not-found' }
  const later = await client.query<{ id: string }>(
    `select id from contact_merges where undone_at is null and id > $2 and $1 in (merged_id, survivor_id)
     order by id desc limit 1`,
    [merge.survivor_id, mergeId],
  )
  if (later.rows[0]) return { outcome: 'blocked', by: later.rows[0].id }
  for (const text of undoSteps) await client.query(text, [mergeId, merge.survivor_id, merge.merged_id])
  await keepSince(client, merge)
  const touched = await client.query<{ row_key: string }>(
    `select row_key from contact_merge_moves where merge_id = $1 and table_name = 'conversations'`,
    [mergeId],
  )
  await client.query(conversationTimes, [touched.rows.map((row) => row.row_key)])
  await restoreNames(client, mergeId, merge)
  await client.query(`update contacts set merged_into = null, updated_at = now() where id = $1`, [merge.merged_id])
  await client.query(`update contact_merges set undone_at = now(), undone_by = $2 where id = $1`, [mergeId, by])
  await appendEvents(client, [
    {
      workspaceId: merge.workspace_id,
      type: 'contact.unmerged',
      occurredAt: Date.now(),
      contactId: merge.survivor_id,
      data: { mergeId, contactId: merge.merged_id, ...(by === null ? {} : { by }) },
    },
  ])
  return { outcome: 'undone' }
}

/** A name that the survivor has from the other contact goes back to what it was; one that was said since stays. */
async function restoreNames(client: pg.ClientBase, mergeId: string, merge: MergeRow): Promise<void> {
  const rows = await contactVersions(client, [merge.survivor_id, merge.merged_id])
  const survivor = rows.find((row) => row.id === merge.survivor_id)
  const merged = rows.find((row) => row.id === merge.merged_id)
  const noted = await client.query<{ previous: ContactNames }>(
    `select previous from contact_merge_moves where merge_id = $1 and table_name = 'contacts'`,
    [mergeId],
  )
  const previous = noted.rows[0]?.previous
  if (!survivor || !merged || !previous) return
  const restored: ContactNames = { ...survivor }
  for (const name of claimed) {
    if (survivor[name] !== merged[name] || survivor[`${name}_at`] !== merged[`${name}_at`]) continue
    // A note from before there was such a name says nothing of it.
    restored[name] = previous[name] ?? null
    restored[`${name}_at`] = previous[`${name}_at`] ?? null
  }
  if (survivor.first_seen_at === merged.first_seen_at) restored.first_seen_at = previous.first_seen_at
  if (survivor.last_seen_at === merged.last_seen_at) restored.last_seen_at = previous.last_seen_at
  // Joined with nothing, the search text is made anew.
  const { search_text } = joinNames(noNames, restored)
  await updateContacts(client, [{ ...restored, search_text, id: merge.survivor_id, xmin: survivor.xmin }])
}

/**
 * A conversation that the survivor had inherited goes back, but what was said in it since was said to the survivor: that gets
 * a conversation of its own.
 */
async function keepSince(client: pg.ClientBase, merge: MergeRow): Promise<void> {
  const shared = await client.query<{ id: string; account_id: string }>(
    `select c.id, c.account_id from conversations c where c.contact_id = $2 and c.kind = 'direct' and exists (
       select from messages where conversation_id = c.id and contact_id = $1
       union all select from reactions where conversation_id = c.id and contact_id = $1
       union all select from revisions where conversation_id = c.id and contact_id = $1
       union all select from calls where conversation_id = c.id and contact_id = $1)`,
    [merge.survivor_id, merge.merged_id],
  )
  for (const former of shared.rows) {
    const id = uuidv7()
    await client.query(
      `insert into conversations (id, workspace_id, account_id, kind, contact_id) values ($1, $2, $3, 'direct', $4)`,
      [id, merge.workspace_id, former.account_id, merge.survivor_id],
    )
    for (const table of ['messages', 'reactions', 'revisions', 'calls']) {
      await client.query(`update ${table} set conversation_id = $1 where conversation_id = $2 and contact_id = $3`, [
        id,
        former.id,
        merge.survivor_id,
      ])
    }
    await client.query(conversationTimes, [[id, former.id]])
  }
}
