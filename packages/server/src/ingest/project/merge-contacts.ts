import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { Identity } from '../../transports/inbound-item.ts'
import { BatchConflict } from './batch-errors.ts'
import { joinNames } from './contact-names.ts'
import { contactVersions, updateContacts } from './contact-rows.ts'
import { mergeSteps } from './merge-steps.ts'

export interface Merge {
  readonly workspaceId: string
  /** The older contact, or the one that a person chose: it keeps its id, and everything of the other one comes to it. */
  readonly survivorId: string
  readonly mergedId: string
  /** The identities that proved that they are one person; none where a person said so. */
  readonly reason: readonly Identity[]
  /** When that was seen, milliseconds since 1970. */
  readonly at: number
  /** kind:name of the person who said so. */
  readonly by?: string
}

/**
 * Joins two contacts. Every row that moves is noted with what it was before, so that `undoMerge` can take them apart. Rows
 * that can't stand beside the survivor's own (two conversations on one account, two answers to one question) are folded into
 * it by the rules by which they would have been one from the beginning.
 *
 * The caller's transaction holds the workspace's lock exclusively, so nobody projects meanwhile.
 *
 * @returns the event to append.
 */
export async function mergeContacts(client: Queryable, merge: Merge): Promise<NewEvent> {
  const id = uuidv7()
  const { workspaceId, survivorId, mergedId } = merge
  await client.query(
    `insert into contact_merges (id, workspace_id, survivor_id, merged_id, reason, merged_by) values ($1, $2, $3, $4, $5, $6)`,
    [id, workspaceId, survivorId, mergedId, JSON.stringify(merge.reason), merge.by ?? null],
  )
  for (const step of mergeSteps)
    await client.query({ name: `merge ${step.name}`, text: step.text, values: [id, survivorId, mergedId] })
  const rows = await contactVersions(client, [survivorId, mergedId])
  const survivor = rows.find((row) => row.id === survivorId)
  const merged = rows.find((row) => row.id === mergedId)
  if (!survivor || !merged) throw new BatchConflict('a contact to be merged is gone')
  // The merged contact's own row keeps its names, so only the survivor's former ones need to be noted.
  await client.query(
    `insert into contact_merge_moves (merge_id, table_name, row_key, previous) values ($1, 'contacts', $2, $3)`,
    [id, survivorId, JSON.stringify({ ...survivor, xmin: undefined })],
  )
  await updateContacts(client, [{ ...joinNames(survivor, merged), id: survivorId, xmin: survivor.xmin }])
  await client.query(`update contacts set merged_into = $1, updated_at = now() where id = $2`, [survivorId, mergedId])
  const data = { mergeId: id, mergedContactId: mergedId, ...(merge.by === undefined ? {} : { by: merge.by }) }
  return { workspaceId, type: 'contact.merged', occurredAt: merge.at, contactId: survivorId, data }
}
