import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Principal } from './principal.ts'

/** What a request may be about, as its address names it. */
export type SubjectKind = keyof typeof texts

const account = (column: string) => `($3::uuid[] is null or ${column} = any ($3))`
const contact = (column: string) => `($4::uuid[] is null or ${column} = any ($4))`

// A group has no contact: who reaches some contacts only reaches none.
const texts = {
  accounts: `select from accounts s where s.workspace_id = $1 and s.id = $2 and ${account('s.id')}`,
  contacts: `select from contacts s where s.workspace_id = $1 and s.id = $2 and ${contact('s.id')} and ($3::uuid[] is null
    or exists (select from conversations v where v.contact_id = s.id and ${account('v.account_id')}))`,
  conversations: `select from conversations s
    where s.workspace_id = $1 and s.id = $2 and ${account('s.account_id')} and ${contact('s.contact_id')}`,
  // Messages, and what is sent: a reaction is in the outbox alone.
  messages: `select from (
      select id, workspace_id, conversation_id from messages where id = $2
      union all select id, workspace_id, conversation_id from outbox where id = $2) s
    join conversations v on v.id = s.conversation_id
    where s.workspace_id = $1 and ${account('v.account_id')} and ${contact('v.contact_id')}`,
  // Of several that are decided about together, those that are reached are.
  approvals: `select from approvals s join outbox o on o.id = s.outbox_id join conversations v on v.id = o.conversation_id
    where s.workspace_id = $1 and (s.id = $2 or s.bulk_id = $2) and ${account('v.account_id')} and ${contact('v.contact_id')}`,
  broadcasts: `select from broadcasts s
    where s.workspace_id = $1 and s.id = $2 and ${account('s.account_id')} and $4::uuid[] is null`,
  templates: `select from templates s where s.workspace_id = $1 and s.id = $2 and ($3::uuid[] is null or exists (
    select from accounts a where a.workspace_id = $1 and a.business_account_id = s.business_account_id and ${account('a.id')}))`,
  calls: `select from calls s
    where s.workspace_id = $1 and s.id = $2 and ${account('s.account_id')} and ${contact('s.contact_id')}`,
} as const

export function isSubjectKind(name: string): name is SubjectKind {
  return Object.hasOwn(texts, name)
}

/** Whether there is such a thing among what the principal reaches. One query by primary key. */
export async function isReached(
  db: Database,
  { workspaceId, reach }: Principal,
  kind: SubjectKind,
  id: string,
): Promise<boolean> {
  const values = [workspaceId, id, reach.accounts, reach.contacts]
  const parts = texts[kind].split(/\$([1-4])/)
  // Every other part is the number of a value.
  const query = sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql.val(values[Number(part) - 1]))),
    sql``,
  )
  const { rows } = await sql`${query} limit 1`.execute(db)
  return rows.length > 0
}
