import type { RecipientQuery, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { GivenRow } from './list-row.ts'

const pageRows = 1_000

// By contact id from page to page: who is there at the start and stays is given once, whatever happens meanwhile.
const text = /* sql */ `
select p.id, coalesce(p.custom_name, p.address_book_name, p.profile_name) as name, p.username,
  (select value from identities i where i.contact_id = p.id and i.kind = 'phone' order by i.first_seen_at desc limit 1) as phone
from conversations c join contacts p on p.id = c.contact_id
where c.account_id = $1 and c.workspace_id = $2 and c.kind = 'direct' and c.merged_into is null
  and p.merged_into is null and p.erased_at is null and ($3::uuid is null or p.id > $3)
  and ($4::timestamptz is null or c.last_inbound_at >= $4)
  and ($5::timestamptz is null or coalesce(c.last_inbound_at, '-infinity') < $5)
  and ($6::boolean is null or $6 = coalesce(p.opted_in_at > coalesce(p.opted_out_at, '-infinity'), false))
order by p.id limit ${pageRows}`

interface Person {
  readonly id: string
  readonly name: string | null
  readonly username: string | null
  readonly phone: string | null
}

/** People who have a conversation on the account and whom the query fits, in pages. */
export async function* queryPeople(
  db: Queryable,
  where: { readonly workspaceId: WorkspaceId; readonly accountId: string },
  { lastInboundSince, lastInboundBefore, optedIn }: RecipientQuery,
): AsyncGenerator<GivenRow[]> {
  let after: string | null = null
  for (;;) {
    const values: unknown[] = [
      where.accountId,
      where.workspaceId,
      after,
      lastInboundSince ?? null,
      lastInboundBefore ?? null,
      optedIn ?? null,
    ]
    const { rows }: { readonly rows: Person[] } = await db.query<Person>(text, values)
    yield rows.map(({ id, ...known }) => {
      const variables = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null))
      return { line: null, to: { contactId: id as never }, variables } // a contact's id, of the column
    })
    after = rows.at(-1)?.id ?? null
    if (rows.length < pageRows) return
  }
}
