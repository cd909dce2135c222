import type { Message, SearchPage, SearchQuery, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { type CursorScope, decodeCursor, rankTimeAndId, timeAndId } from '../store/queries/cursor.ts'
import { getMessagesInOrder } from '../store/queries/get-messages-by-ids.ts'
import { messageConditions, messageFilters } from '../store/queries/message-filters.ts'
import type { ContentRead } from '../store/queries/message-page.ts'
import { cutPage, pageLimit } from '../store/queries/page.ts'
import { refusingTimeouts } from '../store/with-time-limit.ts'
import { buildTsquery, type Widened } from './build-tsquery.ts'
import { findNewest, findNewestPlaces, type HitConditions, type Sought } from './find-newest.ts'
import { parseQuery, type Term } from './parse-query.ts'
import { rankBest } from './rank-best.ts'
import { reckon } from './reckon.ts'
import { hiddenText } from './searchable-text.ts'
import { cutSnippet, type Snippet, type Wanted } from './snippet.ts'
import { tooSlow } from './time-limit.ts'

export type SearchMessagesArgs = Pick<SearchQuery, 'q'> & Partial<SearchQuery> & { readonly content?: ContentRead }

/** Ranking reads its candidates whole. A thousand take 10 ms, and where a hundred are at hand no more are searched for. */
const mostCandidates = 1_000
const enoughCandidates = 100

/**
 * Messages that hold every word of `q` (see parse-query.ts), newest first, or the best of the newest 100 to 1,000. A word that
 * occurs nowhere is widened to words that contain it or are spelled almost like it; `corrected` tells. No text is an error:
 * what holds no word finds nothing.
 *
 * @throws {Refusal} `invalid-cursor`; `unavailable` when a statement of it took longer than three seconds.
 */
export async function searchMessages(
  db: Database,
  workspaceId: WorkspaceId,
  args: SearchMessagesArgs,
): Promise<SearchPage> {
  const terms = parseQuery(args.q)
  if (buildTsquery(terms) === null) return { items: [], nextCursor: null, corrected: [] }
  return refusingTimeouts(tooSlow, () => search(db, workspaceId, args, terms))
}

async function search(
  db: Database,
  workspaceId: WorkspaceId,
  args: SearchMessagesArgs,
  terms: readonly Term[],
): Promise<SearchPage> {
  const { widened, ...sought } = await reckon(db, workspaceId, terms)
  const conditions = await hitConditions(db, workspaceId, args)
  const page = await (args.sort === 'best'
    ? bestPage(db, workspaceId, sought, conditions, args)
    : newestPage(db, sought, conditions, args))
  const wanted = highlighted(terms, widened)
  return {
    items: page.messages.map((message) => ({ message, ...snippetOf(message, wanted) })),
    nextCursor: page.nextCursor,
    corrected: [...widened].map(([from, to]) => ({ from, to: [...to] })),
  }
}

function snippetOf({ text, content }: Message, wanted: Wanted): Snippet {
  return cutSnippet(text ?? '', wanted, content ? hiddenText(content) : '')
}

interface HitPage {
  readonly messages: readonly Message[]
  readonly nextCursor: string | null
}

async function newestPage(
  db: Database,
  sought: Sought,
  conditions: HitConditions,
  args: SearchMessagesArgs,
): Promise<HitPage> {
  const limit = pageLimit(args)
  const scope = scopeOf(args)
  const [at, id] = args.cursor === undefined ? [] : decodeCursor(scope, args.cursor, timeAndId)
  const position = at === undefined ? [] : [sql`(m.sent_at, m.id) < (${at}::timestamptz, ${id}::uuid)`]
  const range = [...conditions.range, ...position]
  const hits = await findNewest(db, sought, { ...conditions, range }, { limit: limit + 1 }, args.content)
  const { rows, nextCursor } = cutPage(hits, limit, scope, ({ at, message }) => [at, message.id])
  return { messages: rows.map(({ message }) => message), nextCursor }
}

/** Pages of one ranking: the cursor carries the newest candidate, so what arrives later does not shift the others. */
async function bestPage(
  db: Database,
  workspaceId: WorkspaceId,
  sought: Sought,
  conditions: HitConditions,
  args: SearchMessagesArgs,
): Promise<HitPage> {
  const limit = pageLimit(args)
  const scope = scopeOf(args)
  const [score, at, id, ...newest] =
    args.cursor === undefined ? [] : decodeCursor(scope, args.cursor, [...rankTimeAndId, ...timeAndId])
  const bound = newest.length === 0 ? [] : [sql`(m.sent_at, m.id) <= (${newest[0]}::timestamptz, ${newest[1]}::uuid)`]
  const range = [...conditions.range, ...bound]
  const wish = { limit: mostCandidates, enough: enoughCandidates }
  const candidates = await findNewestPlaces(db, sought, { ...conditions, range }, wish)
  const [first] = candidates
  if (first === undefined) return { messages: [], nextCursor: null }
  const after = score === undefined || at === undefined || id === undefined ? null : ([score, at, id] as const)
  const hits = await rankBest(db, sought.tsquery, candidates, limit + 1, after)
  const page = cutPage(hits, limit, scope, (hit) => [hit.score, hit.at, hit.id, first.at, first.id])
  const ids = page.rows.map(({ id }) => id)
  return { messages: await getMessagesInOrder(db, workspaceId, ids), nextCursor: page.nextCursor }
}

function scopeOf(args: SearchMessagesArgs): CursorScope {
  const { q, sort = 'newest' } = args
  return { list: 'search', filters: { q, sort, ...messageFilters(args) } }
}

async function hitConditions(db: Database, workspaceId: WorkspaceId, args: SearchMessagesArgs): Promise<HitConditions> {
  const { conversationId, contactId, after, before, accountId, type, direction } = args
  const [workspace, ...range] = await messageConditions(db, workspaceId, { conversationId, contactId, after, before })
  const [, ...rest] = await messageConditions(db, workspaceId, { accountId, type, direction })
  return { workspaceId, range: workspace === undefined ? range : [workspace, ...range], rest }
}

function highlighted(terms: readonly Term[], widened: Widened) {
  const positive = terms.filter((term) => !term.exclude)
  const words = new Set<string>()
  const prefixes: string[] = []
  for (const { words: own, prefix } of positive) {
    for (const [index, word] of own.entries()) {
      if (prefix && index === own.length - 1) prefixes.push(word)
      else for (const spelling of [word, ...(widened.get(word) ?? [])]) words.add(spelling)
    }
  }
  return { words, prefixes }
}
