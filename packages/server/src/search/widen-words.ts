import type { WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Widened } from './build-tsquery.ts'
import { editDistance } from './edit-distance.ts'
import type { Term } from './parse-query.ts'
import { limited } from './time-limit.ts'

const shortestPart = 3
const mostLonger = 20
const mostSpellings = 5
/** From this length on, a word may have two slips. */
const longWord = 6
/** Leaving out two letters of a longer word gives too many spellings to look up, and one slip is likelier. */
const longestForTwo = 14

/** The words of a query that must be a message's: what is left out needs no other spelling, nor does a beginning. */
export function wordsAsked(terms: readonly Term[]): string[] {
  const asked = terms
    .filter((term) => !term.exclude)
    .flatMap(({ words, prefix }) => (prefix ? words.slice(0, -1) : words))
  return [...new Set(asked)]
}

/**
 * What to look for instead of each of these words, which occur in no message of the workspace: longer words that hold it
 * ("confirm" for "nfirm"), otherwise its nearest spellings. Reads the vocabulary, never the messages. A word with a digit
 * is left as it is: another order number is no spelling of this one.
 */
export async function widenWords(db: Database, workspaceId: WorkspaceId, unknown: readonly string[]): Promise<Widened> {
  const widened = new Map<string, readonly string[]>()
  for (const word of unknown) {
    if (/\p{N}/u.test(word)) continue
    const others = (await longerWords(db, workspaceId, word)) ?? (await nearestSpellings(db, workspaceId, word))
    if (others !== null) widened.set(word, others)
  }
  return widened
}

async function longerWords(db: Database, workspaceId: WorkspaceId, part: string): Promise<string[] | null> {
  if (lengthOf(part) < shortestPart) return null
  const { rows } = await sql<{ word: string }>`${limited}
    select word from search_longer_words(${workspaceId}, ${part}, ${`%${part}%`}, ${mostLonger}) word`.execute(db)
  return rows.length === 0 ? null : rows.map(({ word }) => word)
}

/**
 * A wrong, missing, added or swapped letter leaves two words that are equal with one letter less each. So the vocabulary is
 * indexed by its words with each letter left out, and asked for the same of this word: equality, in any script, with no
 * threshold. Long words are asked with two letters less, too.
 */
async function nearestSpellings(db: Database, workspaceId: WorkspaceId, word: string): Promise<string[] | null> {
  const length = lengthOf(word)
  if (length < shortestPart) return null
  const limit = length < longWord ? 1 : 2
  const shorter = lettersLess(word, length <= longestForTwo ? limit : 1)
  const { rows } = await sql<{ word: string }>`${limited}
    select word from search_near_words(${workspaceId}, ${[...shorter]}::text[]) word`.execute(db)
  const near = rows
    .map((row) => ({ word: row.word, distance: editDistance(word, row.word, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || sameStart(b.word) - sameStart(a.word) || (a.word < b.word ? -1 : 1))
  const best = near[0]?.distance
  const spellings = near.filter(({ distance }) => distance === best).slice(0, mostSpellings)
  return spellings.length === 0 ? null : spellings.map((row) => row.word)

  /** People seldom mistype the first letter. */
  function sameStart(other: string): number {
    return other.codePointAt(0) === word.codePointAt(0) ? 1 : 0
  }
}

function lettersLess(word: string, depth: number): Set<string> {
  const all = new Set([word])
  let latest = [word]
  for (let level = 0; level < depth; level++) {
    latest = latest.flatMap((one) => {
      const letters = Array.from(one)
      return letters.map((_, index) => letters.toSpliced(index, 1).join(''))
    })
    for (const shorter of latest) all.add(shorter)
  }
  return all
}

/** In letters, as Postgres counts them. */
function lengthOf(word: string): number {
  return Array.from(word).length
}
