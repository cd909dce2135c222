import type { ContactId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'

export type ExportedRow = { readonly kind: string } & Record<string, unknown>

/** `kind` says what the line is; what the table calls so (of an identity: phone, username …) is `type`. */
function exportedRow(kind: string, { kind: type, ...row }: Record<string, unknown>): ExportedRow {
  return { kind, ...(type === undefined ? {} : { type }), ...row }
}

const pageRows = 1_000

/**
 * Everything that is kept of a person, a row at a time: the contact, identities, preferences, conversations, messages (theirs
 * and ours to them) with receipts, edits and reactions, calls. Pages through messages, so memory does not grow with them.
 *
 * @returns nothing at all where the workspace has no such contact.
 */
export async function* exportContact(
  db: pg.Pool | pg.ClientBase,
  workspaceId: WorkspaceId,
  contactId: ContactId,
): AsyncGenerator<ExportedRow> {
  const { rows } = await db.query<{ id: ContactId }>(
    `with recursive up as (
       select id, merged_into from contacts where workspace_id = $1 and id = $2
       union select c.id, c.merged_into from contacts c join up on c.id = up.merged_into
     ) select id from up where merged_into is null`,
    [workspaceId, contactId],
  )
  const living = rows[0]?.id
  if (!living) return
  for (const [kind, statement] of ownRows) {
    const result = await db.query<{ row: Record<string, unknown> }>(statement, [living])
    for (const { row } of result.rows) yield exportedRow(kind, row)
  }
  yield* exportMessages(db, living)
}

const ownRows: readonly (readonly [string, string])[] = [
  ['contact', `select to_jsonb(c) - 'search_text' - 'workspace_id' as row from contacts c where id = $1`],
  [
    'identity',
    `select to_jsonb(i) - 'workspace_id' as row from identities i where contact_id = $1 order by kind, value`,
  ],
  ['preference', `select to_jsonb(p) - 'workspace_id' as row from contact_preferences p where contact_id = $1`],
  ['conversation', `select to_jsonb(v) - 'workspace_id' as row from conversations v where contact_id = $1 order by id`],
  [
    'note',
    `select to_jsonb(n) - 'workspace_id' as row from conversation_notes n join conversations v on v.id = n.conversation_id
     where v.contact_id = $1 order by n.id`,
  ],
  ['reaction', `select to_jsonb(r) - 'workspace_id' as row from reactions r where contact_id = $1 order by at`],
  [
    'broadcast',
    `select jsonb_build_object('broadcast', b.name, 'position', r.position, 'recipient', r.recipient, 'variables', r.variables, 'state', r.state) as row
     from (
       select r.* from broadcast_recipients r where r.contact_id = $1
       union
       select r.* from contacts c join broadcasts on broadcasts.workspace_id = c.workspace_id
         join broadcast_recipients r on r.broadcast_id = broadcasts.id and r.person = 'contact:' || c.id where c.id = $1
     ) r join broadcasts b on b.id = r.broadcast_id order by b.id, r.position`,
  ],
  [
    'call',
    `select to_jsonb(c) - 'workspace_id' || jsonb_build_object('events',
       (select jsonb_agg(to_jsonb(e) - 'workspace_id' order by e.at) from call_events e where e.call_id = c.id)) as row
     from calls c where contact_id = $1 order by first_event_at`,
  ],
]

const exportPage = /* sql */ `
select m.id, to_jsonb(m) - 'search_text' - 'search_vector' - 'workspace_id' - 'fingerprint' || jsonb_build_object(
  'statuses', (select jsonb_agg(to_jsonb(s) - 'workspace_id' - 'fingerprint' order by s.at) from statuses s where s.message_id = m.id),
  'revisions', (select jsonb_agg(to_jsonb(r) - 'workspace_id' order by r.at) from revisions r where r.account_id = m.account_id and r.target_wamid = m.wamid)
) as row
from messages m
where m.id > $2
  and (m.contact_id = $1 or m.conversation_id in (select id from conversations where contact_id = $1))
order by m.id limit $3`

async function* exportMessages(db: pg.Pool | pg.ClientBase, contactId: ContactId): AsyncGenerator<ExportedRow> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await db.query<{ id: string; row: Record<string, unknown> }>(exportPage, [
      contactId,
      after,
      pageRows,
    ])
    for (const { row } of rows) yield exportedRow('message', row)
    const last = rows.at(-1)
    if (!last || rows.length < pageRows) return
    after = last.id
  }
}
