import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import { lockWorkspaceExclusively } from '../../store/locks.ts'
import { mergeContacts } from './merge-contacts.ts'

export interface HandMerge {
  readonly workspaceId: WorkspaceId
  /** The contact that stays. */
  readonly survivorId: ContactId
  readonly mergedId: ContactId
  /** kind:name of who says so. */
  readonly by: string
}

export type HandMergeOutcome =
  | { readonly outcome: 'merged'; readonly survivorId: ContactId }
  | { readonly outcome: 'not-found'; readonly id: ContactId }
  | { readonly outcome: 'erased'; readonly id: ContactId }
  | { readonly outcome: 'same' }

/**
 * Joins two contacts because a person says that they are one, where no identity proves it. As projection does it, under the same
 * lock, so that it can be undone in the same way; either may be named by an id from before an earlier merge.
 */
export async function mergeByHand(client: Queryable, merge: HandMerge): Promise<HandMergeOutcome> {
  const { workspaceId, by } = merge
  await lockWorkspaceExclusively(client, workspaceId)
  const [survivor, merged] = [
    await living(client, workspaceId, merge.survivorId),
    await living(client, workspaceId, merge.mergedId),
  ]
  if (!survivor) return { outcome: 'not-found', id: merge.survivorId }
  if (!merged) return { outcome: 'not-found', id: merge.mergedId }
  if (survivor.erased) return { outcome: 'erased', id: merge.survivorId }
  if (merged.erased) return { outcome: 'erased', id: merge.mergedId }
  if (survivor.id === merged.id) return { outcome: 'same' }
  const survivorId = survivor.id
  const event = await mergeContacts(client, {
    ...{ workspaceId, survivorId, mergedId: merged.id, by },
    reason: [],
    at: Date.now(),
  })
  await appendEvents(client, [event])
  return { outcome: 'merged', survivorId }
}

async function living(client: Queryable, workspaceId: WorkspaceId, id: ContactId) {
  const { rows } = await client.query<{ id: ContactId; erased: boolean }>(
    `with recursive chain as (
       select id, merged_into, erased_at from contacts where id = $2 and workspace_id = $1
       union select next.id, next.merged_into, next.erased_at from chain join contacts next on next.id = chain.merged_into
     ) select id, erased_at is not null as erased from chain where merged_into is null`,
    [workspaceId, id],
  )
  return rows[0]
}
