import type { BroadcastId, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { ReadRow } from './read-row.ts'

/** What rows became. */
export interface Tally {
  readonly rows: number
  readonly added: number
  readonly invalid: number
  readonly duplicates: number
  /** Of the invalid ones, by code. */
  readonly problems: Readonly<Record<string, number>>
}

export interface RowProblem {
  readonly line: number | null
  readonly code: string
  readonly reason: string
}

interface InsertedRow {
  readonly position: number
  readonly person: string | null
  /** null: the person is in the list already. */
  readonly state: 'pending' | 'invalid' | null
  readonly code: string | null
  readonly reason: string | null
}

// Who a phone or a user id is, as far as it is known: so the same person in two formats is one. Each kind looks only where it can be.
const insertText = /* sql */ `
with given as (
  select g.*, case g.kind
    when 'phone' then coalesce(
      (select i.contact_id from identities i where i.workspace_id = $1 and i.kind = 'phone' and i.value = g.value),
      (select i.contact_id from identities i where i.workspace_id = $1 and i.kind = 'wa_id' and i.value = substr(g.value, 2)))
    when 'bsuid' then
      (select i.contact_id from identities i where i.workspace_id = $1 and i.kind = 'bsuid' and i.value = g.value)
    else (
      with recursive chain as (
        select id, merged_into from contacts where workspace_id = $1 and id = coalesce(
          (select id from contacts where g.kind in ('contact', 'either') and id = g.value::uuid),
          (select contact_id from conversations where g.kind in ('conversation', 'either') and id = g.value::uuid and workspace_id = $1))
        union select next.id, next.merged_into from chain join contacts next on next.id = chain.merged_into
      ) select id from chain where merged_into is null)
    end as contact_id
  from unnest($3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::text[])
    g(position, line, recipient, kind, value, variables, code, reason)
), named as (
  select *, case when contact_id is not null then 'contact:' || contact_id when kind in ('phone', 'bsuid') then kind || ':' || value end as person
  from given
), added as (
  insert into broadcast_recipients (broadcast_id, position, line, recipient, target, person, variables, state, code, reason)
  select $2, position, line, recipient, case when person is null then null when kind in ('phone', 'bsuid') then kind || ':' || value else person end,
    person, case when person is not null then variables end, case when person is null then 'invalid' else 'pending' end,
    case when person is null then coalesce(code, 'recipient-not-found') end,
    case when person is null then coalesce(reason, 'The workspace has no contact or conversation of this id.') end
  from named order by position
  on conflict (broadcast_id, person) where person is not null do nothing
  returning position, state, code, reason
)
select n.position, n.person, a.state, a.code, a.reason from named n left join added a using (position) order by n.position`

const duplicatesText = /* sql */ `
insert into broadcast_recipients (broadcast_id, position, line, state, duplicate_of)
select $1, k.position, k.line, 'duplicate', r.position
from unnest($2::bigint[], $3::int[], $4::text[]) k(position, line, person)
join broadcast_recipients r on r.broadcast_id = $1 and r.person = k.person`

/**
 * Rows of one broadcast at positions from `first` on. A person who is there already becomes a duplicate, of which only the line is
 * kept. Nothing of the broadcast's own row is changed.
 */
export async function insertRecipients(
  tx: Queryable,
  place: { readonly workspaceId: WorkspaceId; readonly broadcastId: BroadcastId; readonly first: number },
  rows: readonly ReadRow[],
): Promise<{ readonly tally: Tally; readonly problems: readonly RowProblem[] }> {
  const { rows: inserted } = await tx.query<InsertedRow>({
    name: 'insert recipients',
    text: insertText,
    values: [
      place.workspaceId,
      place.broadcastId,
      rows.map((_, index) => place.first + index),
      rows.map(({ line }) => line),
      rows.map(({ recipient }) => recipient),
      rows.map(({ kind }) => kind),
      rows.map(({ value }) => value),
      rows.map(({ variables }) => variables),
      rows.map(({ code }) => code),
      rows.map(({ reason }) => reason),
    ],
  })
  const lineOf = (position: number) => rows[position - place.first]?.line ?? null
  const duplicates = inserted.filter(({ state }) => state === null)
  if (duplicates.length > 0)
    await tx.query(duplicatesText, [
      place.broadcastId,
      duplicates.map(({ position }) => position),
      duplicates.map(({ position }) => lineOf(position)),
      duplicates.map(({ person }) => person),
    ])
  const problems = inserted.flatMap(({ position, code, reason }) =>
    code === null ? [] : [{ line: lineOf(position), code, reason: reason ?? '' }],
  )
  const invalid = problems.length
  const tally = {
    rows: rows.length,
    added: rows.length - invalid - duplicates.length,
    invalid,
    duplicates: duplicates.length,
    problems: countBy(problems.map(({ code }) => code)),
  }
  return { tally, problems }
}

export function countBy(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    rows: a.rows + b.rows,
    added: a.added + b.added,
    invalid: a.invalid + b.invalid,
    duplicates: a.duplicates + b.duplicates,
    problems: addCounts(a.problems, b.problems),
  }
}

export const emptyTally: Tally = { rows: 0, added: 0, invalid: 0, duplicates: 0, problems: {} }

export function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...a }
  for (const [code, count] of Object.entries(b)) sum[code] = (sum[code] ?? 0) + count
  return sum
}

/** What came becomes part of the list. The last check did not see it, so it counts no more. */
export async function acceptRecipients(tx: Queryable, broadcastId: BroadcastId, tally: Tally): Promise<void> {
  await tx.query(
    `update broadcasts set next_position = next_position + $2, pending = pending + $3, invalid = invalid + $4,
       duplicate = duplicate + $5, problems = $6::jsonb, upload_id = null, upload_expires_at = null, verdicts = null,
       checked_at = null, updated_at = now()
     where id = $1`,
    [
      broadcastId,
      tally.rows,
      tally.added,
      tally.invalid,
      tally.duplicates,
      JSON.stringify(addCounts(await problemsOf(tx, broadcastId), tally.problems)),
    ],
  )
}

/** Locks the broadcast until the transaction ends. */
async function problemsOf(tx: Queryable, broadcastId: BroadcastId): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ problems: Record<string, number> }>(
    `select problems from broadcasts where id = $1 for update`,
    [broadcastId],
  )
  return rows[0]?.problems ?? {}
}
