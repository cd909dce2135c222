import type { Queryable } from '../../store/database.ts'
import { arrayLiteral } from './array-literal.ts'
import type { SearchedText } from './project-messages.ts'

// Longer ones are ids and links, which nobody types from memory.
const maxLength = 64
const word = /\p{L}/u

// A vocabulary grows like the square root of the text; this is enough for millions of messages and takes ~20 MB.
const maxKnown = 200_000
// Erasing a person takes their words out of the vocabulary; who uses them next must write them again. Milliseconds.
const maxAge = 600_000

// Sorted, so that two batches that learn the same words wait for each other in one direction only.
const insertText = /* sql */ `
insert into search_words (workspace_id, word)
select * from unnest($1::uuid[], $2::text[]) on conflict do nothing`

/**
 * The vocabulary by which a typo finds its neighbours. Words that were written before are remembered, so that after a while a
 * batch has none to write. What a batch adds is remembered only when it commits.
 */
export class SearchVocabulary {
  #known = new Set<string>()
  #since = 0

  /** @returns what to `keep` when the batch has committed. */
  async learn(client: Queryable, texts: readonly SearchedText[]): Promise<readonly string[]> {
    const fresh = new Set<string>()
    for (const { workspaceId, searchText } of texts) {
      for (const candidate of searchText.split(' ')) {
        if (candidate.length > maxLength) continue
        const key = `${workspaceId} ${candidate}`
        if (!this.#known.has(key) && word.test(candidate)) fresh.add(key)
      }
    }
    if (fresh.size === 0) return []
    const sorted = [...fresh].toSorted()
    const workspaceIds = sorted.map((key) => key.slice(0, key.indexOf(' ')))
    const words = sorted.map((key) => key.slice(key.indexOf(' ') + 1))
    const values = [arrayLiteral('uuid', workspaceIds), arrayLiteral('text', words)]
    await client.query({ name: 'project words', text: insertText, values })
    return sorted
  }

  keep(words: readonly string[], now = performance.now()): void {
    if (this.#known.size + words.length > maxKnown || now - this.#since > maxAge) {
      this.#known = new Set()
      this.#since = now
    }
    for (const key of words) this.#known.add(key)
  }
}
