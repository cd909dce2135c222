import type { ContactId, WorkspaceId } from '@switchboard/contract'
import { mostAttributes } from '@switchboard/contract'
import { appendEvents } from '../../events/append.ts'
import { Refusal } from '../../refusal.ts'
import type { Queryable } from '../../store/database.ts'
import { lockWorkspaceShared } from '../../store/locks.ts'
import { joinNames, noNames, sameNames } from './contact-names.ts'
import { contactVersions, updateContacts } from './contact-rows.ts'

export interface ContactDescription {
  readonly workspaceId: WorkspaceId
  /** A living contact. */
  readonly contactId: ContactId
  /** null: none; absent: as it is. */
  readonly customName?: string | null | undefined
  /** Those to write; null takes one away. */
  readonly attributes?: Readonly<Record<string, string | null>> | undefined
  /** kind:name of who writes it down. */
  readonly by: string
}

/**
 * Writes down what people here call a contact and know about them. The name is one claim more, by the rules of all names; saying what
 * is written already changes nothing.
 * @throws {Refusal} invalid-request where they would have too many attributes
 */
export async function describeContact(client: Queryable, change: ContactDescription): Promise<void> {
  const { workspaceId, contactId, by } = change
  await lockWorkspaceShared(client, workspaceId)
  const changed = [await writeName(client, change), await writeAttributes(client, change)]
  if (!changed.includes(true)) return
  await appendEvents(client, [
    { workspaceId, type: 'contact.updated', occurredAt: Date.now(), contactId, data: { by } },
  ])
}

async function writeName(client: Queryable, { contactId, customName }: ContactDescription): Promise<boolean> {
  if (customName === undefined) return false
  // Held from here on, so that what projection writes meanwhile is not written over.
  await client.query('select from contacts where id = $1 for update', [contactId])
  const [row] = await contactVersions(client, [contactId])
  if (!row || row.custom_name === customName) return false
  const { xmin, id, ...current } = row
  const at = Math.max(Date.now(), (current.custom_name_at ?? 0) + 1)
  const next = joinNames(current, { ...noNames, custom_name: customName, custom_name_at: at })
  if (sameNames(next, current)) return false
  await updateContacts(client, [{ ...next, id, xmin }])
  return true
}

async function writeAttributes(client: Queryable, { contactId, attributes }: ContactDescription): Promise<boolean> {
  if (attributes === undefined) return false
  const entries = Object.entries(attributes)
  const written = Object.fromEntries(entries.filter(([, value]) => value !== null))
  const gone = entries.filter(([, value]) => value === null).map(([name]) => name)
  const { rows } = await client.query<{ count: number }>(
    `update contacts set attributes = (attributes - $3::text[]) || $2::jsonb, updated_at = now()
     where id = $1 and attributes is distinct from (attributes - $3::text[]) || $2::jsonb
     returning (select count(*)::int from jsonb_object_keys(attributes)) as count`,
    [contactId, JSON.stringify(written), gone],
  )
  const [row] = rows
  if (row && row.count > mostAttributes)
    throw new Refusal('invalid-request', {
      detail: `The contact would have ${row.count} attributes; ${mostAttributes} are possible. Nothing was changed.`,
    })
  return row !== undefined
}
