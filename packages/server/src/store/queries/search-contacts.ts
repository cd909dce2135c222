import type { Contact, WorkspaceId } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import { normaliseText } from '../../search/normalise-text.ts'
import type { Database } from '../database.ts'
import { prepared } from '../prepared-statements.ts'
import { type ContactPageRow, contactPageColumns, readContactPage, toContacts } from './contact-page.ts'
import { type ContactRow, contactColumns, toContact } from './contact-row.ts'
import { decodeCursor, timeAndId } from './cursor.ts'
import { cutPage, type Page, type PageArgs, pageLimit } from './page.ts'

export interface SearchContactsArgs extends PageArgs {
  /** Parts of names, a username, a part of a phone number as people write it, or any identity exactly. */
  readonly query: string
}

/**
 * People who match: every word of the query is in a name or the username, or the whole query is an identity or a part of a
 * phone number. Whoever was seen last comes first. Where nobody matches, the most similar names, as one page.
 *
 * @throws {Refusal} `invalid-cursor`
 */
export async function searchContacts(
  db: Database,
  workspaceId: WorkspaceId,
  args: SearchContactsArgs,
): Promise<Page<Contact>> {
  const limit = pageLimit(args)
  const scope = { list: 'contact search', filters: { query: args.query } }
  const seen = sql`coalesce(c.last_seen_at, timestamptz '1970-01-01 00:00:00+00')`
  const [at, id] = args.cursor === undefined ? [] : decodeCursor(scope, args.cursor, timeAndId)
  // Whom the function finds is planned once for each kind of input (see its migration), what is read of them here.
  const { rows } = await sql<ContactPageRow>`${prepared}
    with page as materialized (
      select ${contactPageColumns}, ${seen} as seen from contacts c
      where c.workspace_id = ${workspaceId} and c.merged_into is null and c.id = any (array(${matchingPeople(workspaceId, args.query)}))
        ${at === undefined ? sql`` : sql`and (${seen}, c.id) < (${at}::timestamptz, ${id}::uuid)`}
      order by seen desc, c.id desc limit ${sql.lit(limit + 1)}) ${readContactPage}`.execute(db)
  if (rows.length === 0)
    return args.cursor === undefined
      ? similarNames(db, workspaceId, args.query, limit)
      : { items: [], nextCursor: null }
  const page = cutPage(toContacts(rows), limit, scope, (place) => [place.at, place.contact.id])
  return { items: page.rows.map(({ contact }) => contact), nextCursor: page.nextCursor }
}

const likePhone = /^[+\d\s().\-/]+$/
const fewestDigits = 3

/** The ids of who matches: by a function of the database's, see its migration, row-security. */
export function matchingPeople(workspaceId: WorkspaceId, query: string): RawBuilder<unknown> {
  // Letters and digits after normalising, so they hold no wildcard of LIKE.
  const words = normaliseText(query).split(' ').filter(Boolean).toSorted(longestFirst)
  // Postgres takes neither NUL nor lone surrogates.
  const whole = query.toWellFormed().replaceAll('\0', '').trim()
  const spellings = [whole, whole.toLowerCase(), whole.replace(/^@/, '')]
  // Zeros in front are a country's or a trunk's dialling prefix, which E.164 does not have.
  const digits = likePhone.test(whole) ? whole.replace(/\D/g, '').replace(/^0+/, '') : ''
  const fragment = digits.length < fewestDigits ? null : digits
  return sql`select search_people(${workspaceId}, ${words}::text[], ${spellings}::text[], ${fragment}::text)`
}

/** The index is asked for the longest two, which the function takes from the front. */
function longestFirst(a: string, b: string): number {
  return b.length - a.length
}

/** A third of the trigrams in common: a letter or two wrong in a name of five leave so many ("marai" for "maria": 0.5). */
const similarEnough = '0.3'
/** Beside a near name, far ones are noise: only those nearly as similar as the best are given. */
const ofTheBest = 0.8

async function similarNames(
  db: Database,
  workspaceId: WorkspaceId,
  query: string,
  limit: number,
): Promise<Page<Contact>> {
  const name = normaliseText(query)
  if (name === '') return { items: [], nextCursor: null }
  const { rows } = await inTransaction(db, async (transaction) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${similarEnough}, true)`.execute(transaction)
    return sql<ContactRow & { similarity: number }>`
      select ${contactColumns}, near.similarity from search_similar_people(${workspaceId}, ${name}, ${similarEnough}::real) near
      join contacts c on c.id = near.id
      order by near.similarity desc, c.last_seen_at desc nulls last, c.id
      limit ${limit}`.execute(transaction)
  })
  const best = rows[0]?.similarity ?? 0
  const near = rows.filter((row) => row.similarity >= best * ofTheBest)
  return { items: near.map(toContact), nextCursor: null }
}

/** The setting must end with the query: a transaction of its own, unless the caller already gave one. */
function inTransaction<Result>(db: Database, run: (transaction: Database) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? run(db) : db.transaction().execute(run)
}
