import type { Contact, ContactQuery, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { type ContactRow, contactColumns, type OptOutRow, optOutColumns, optOutOf, toContact } from './contact-row.ts'
import { decodeCursor, idOnly, instantText, textAndId, timeAndId } from './cursor.ts'
import { allOf } from './message-filters.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'
import { matchingPeople } from './search-contacts.ts'

export interface ListDirectoryArgs extends PageArgs {
  /** As `searchContacts` takes it. */
  readonly query?: string | undefined
  readonly sort?: ContactQuery['sort']
  readonly optedOut?: boolean | undefined
  readonly accountId?: string | undefined
  /** ISO 8601. */
  readonly seenSince?: string | undefined
}

const seen = sql`coalesce(c.last_seen_at, timestamptz '1970-01-01 00:00:00+00')`
// Names as they are searched, so that Émile stands beside Emil; who has none comes last. Cut, for a cursor carries it.
const named = sql`coalesce(nullif(left(c.search_text, 40), ''), '￿')`

/** The key that an order is by, beside the id; `text` is how a cursor carries it. */
const orders = {
  newest: { key: null, text: sql`null`, type: sql``, direction: sql`desc`, than: sql`<`, shape: idOnly },
  lastSeen: {
    key: seen,
    text: instantText(seen),
    type: sql`::timestamptz`,
    direction: sql`desc`,
    than: sql`<`,
    shape: timeAndId,
  },
  name: { key: named, text: named, type: sql`::text`, direction: sql`asc`, than: sql`>`, shape: textAndId },
} as const

/**
 * Contacts under filters and in an order, for a person who looks through them. All but `newest` sort what is left after the filters:
 * who was seen last changes with every message, so no index has it.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function listDirectory(
  db: Database,
  workspaceId: WorkspaceId,
  args: ListDirectoryArgs,
): Promise<Page<Contact>> {
  const limit = pageLimit(args)
  const { query, sort = query === undefined ? 'newest' : 'lastSeen', optedOut, accountId, seenSince } = args
  const scope = { list: 'contact directory', filters: { query, sort, optedOut, accountId, seenSince } }
  const { key, text, type, direction, than, shape } = orders[sort]
  const conditions = conditionsOf(workspaceId, args)
  if (args.cursor !== undefined) {
    const after = decodeCursor(scope, args.cursor, shape)
    const id = sql`${after.at(-1)}::uuid`
    conditions.push(key === null ? sql`c.id < ${id}` : sql`(${key}, c.id) ${than} (${after[0]}${type}, ${id})`)
  }
  const order = key === null ? sql`c.id desc` : sql`${key} ${direction}, c.id ${direction}`
  const { rows } = await sql<ContactRow & OptOutRow & { key: string | null }>`
    select ${contactColumns}, ${optOutColumns}, ${text} as key from contacts c
    where ${allOf(conditions)} order by ${order} limit ${sql.lit(limit + 1)}`.execute(db)
  const page = cutPage(rows, limit, scope, (row) => (row.key === null ? [row.id] : [row.key, row.id]))
  return { items: page.rows.map((row) => ({ ...toContact(row), optOut: optOutOf(row) })), nextCursor: page.nextCursor }
}

function conditionsOf(workspaceId: WorkspaceId, args: ListDirectoryArgs): RawBuilder<unknown>[] {
  const { query, optedOut, accountId, seenSince } = args
  const conditions = [sql`c.workspace_id = ${workspaceId}`, sql`c.merged_into is null`, sql`c.erased_at is null`]
  if (query !== undefined) conditions.push(sql`c.id in (${matchingPeople(workspaceId, query)})`)
  if (optedOut !== undefined) {
    const isOut = sql`c.opted_out_at is not null and c.opted_out_at >= coalesce(c.opted_in_at, '-infinity')`
    conditions.push(optedOut ? sql`(${isOut})` : sql`not (${isOut})`)
  }
  if (accountId !== undefined)
    conditions.push(sql`exists (select from conversations v where v.contact_id = c.id and v.account_id = ${accountId})`)
  if (seenSince !== undefined) conditions.push(sql`c.last_seen_at >= ${new Date(seenSince)}`)
  return conditions
}
