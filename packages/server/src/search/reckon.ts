import type { WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { prepared } from '../store/prepared-statements.ts'
import { buildTsquery, type Widened } from './build-tsquery.ts'
import type { Term } from './parse-query.ts'
import { createRecent, type Recent } from './recent.ts'
import { limited } from './time-limit.ts'
import { widenWords, wordsAsked } from './widen-words.ts'

/** Rows that the planner expects, of hits and of all messages; from its statistics, without reading the table. */
export interface Estimate {
  readonly hits: number
  readonly messages: number
}

/** What is known of a search before any message is read. */
export interface Reckoning {
  readonly tsquery: string
  readonly widened: Widened
  readonly estimate: Estimate
}

/** Statistics change when tables are analysed, which is rarer. */
const remembered = { milliseconds: 60_000, most: 1_000 }

/**
 * What was found out of late through each database's handle: by workspace, only where no word had to be widened, since one
 * that is unknown may occur in the next message. Nothing depends on it but how fast an answer is.
 */
const reckoned = new WeakMap<Database, Recent<Reckoning>>()

/** What to look for, and how common that is. `terms` have a word that a message must have. */
export async function reckon(db: Database, workspaceId: WorkspaceId, terms: readonly Term[]): Promise<Reckoning> {
  const tsquery = buildTsquery(terms) ?? ''
  const recent = recentOf(db)
  const key = `${workspaceId} ${tsquery}`
  const before = recent.get(key)
  if (before !== undefined) return before
  const { unknown, estimate } = await ask(db, workspaceId, tsquery, wordsAsked(terms))
  const widened = await widenWords(db, workspaceId, unknown)
  if (widened.size > 0) {
    const wider = buildTsquery(terms, widened) ?? ''
    return { tsquery: wider, widened, estimate: (await ask(db, workspaceId, wider, [])).estimate }
  }
  const reckoning = { tsquery, widened, estimate }
  if (unknown.length === 0) recent.set(key, reckoning)
  return reckoning
}

function recentOf(db: Database): Recent<Reckoning> {
  const known = reckoned.get(db)
  if (known !== undefined) return known
  const made = createRecent<Reckoning>(remembered)
  reckoned.set(db, made)
  return made
}

interface Plan {
  readonly 'Plan Rows': number
  readonly Plans?: readonly Plan[]
}

interface Asked {
  readonly plan: [{ Plan: Plan }]
  readonly known: string[]
}

async function ask(db: Database, workspaceId: WorkspaceId, tsquery: string, words: readonly string[]) {
  // As a sub-select the words are unknown to the planner: otherwise it planned for their number at every call.
  const { rows } = await sql<Asked>`${prepared}${limited}
    select search_estimate(${tsquery}) as plan, array(select word from search_words
      where workspace_id = ${workspaceId} and word = any((select ${[...words]}::text[])::text[])) as known`.execute(db)
  const [hits, messages] = rows[0]?.plan[0].Plan.Plans ?? []
  const known = new Set(rows[0]?.known)
  return {
    estimate: { hits: hits?.['Plan Rows'] ?? 0, messages: messages?.['Plan Rows'] ?? 0 },
    unknown: words.filter((word) => !known.has(word)),
  }
}
