import { estimateTokens, mostTokensOf } from './estimate-tokens.ts'
import type { View } from './foreign.ts'
import { createSeal } from './seal.ts'

/** No answer is larger than this many tokens by our cautious estimate; some clients refuse 25,000 outright. */
export const mostTokens = 8_000

/** Longest text of one message in a list, in UTF-16 units; get_message_context gives the rest. */
const fullClip = 2_000
const smallestClip = 50

export interface Fetched<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | null
}

/** A list whose length is decided by what fits. */
export interface PagedAnswer<Row, Page extends Fetched<Row> = Fetched<Row>> {
  readonly limit: number
  /** The page with at most so many rows. Asked again with fewer when they don't fit, so that the cursor is right. */
  readonly fetch: (limit: number) => Promise<Page>
  /** @param clip the longest text of one message */
  readonly render: (page: Page, clip: number) => View
  /** Rounds a number of rows down to one that the list can go on from. */
  readonly roundDown?: (rows: number) => number
}

/** One thing, whose texts are shortened until it fits. */
export interface SingleAnswer {
  readonly render: (clip: number) => View
  /** The longest text at first, if not as in lists. */
  readonly clip?: number
}

/** JSON that may leave. */
export type Sealed = string

export async function fitPage<Row, Page extends Fetched<Row>>(answer: PagedAnswer<Row, Page>): Promise<Sealed> {
  let page = await answer.fetch(answer.limit)
  let sealed = sealWithin(answer.render(page, fullClip))
  while (sealed === null && page.items.length > 1) {
    page = await answer.fetch(rowsThatFit(answer, page))
    sealed = sealWithin(answer.render(page, fullClip))
  }
  return sealed ?? fitSingle({ render: (clip) => answer.render(page, clip), clip: fullClip / 2 })
}

export function fitSingle(answer: SingleAnswer): Sealed {
  for (let clip = answer.clip ?? fullClip; clip > smallestClip; clip = Math.floor(clip / 2)) {
    const sealed = sealWithin(answer.render(clip))
    if (sealed !== null) return sealed
  }
  const sealed = sealWithin(answer.render(smallestClip))
  if (sealed === null) throw new Error('an answer does not fit even with its texts cut short')
  return sealed
}

/** How many rows of a page that is too large to ask for: always fewer than there are, at least one. */
function rowsThatFit<Row, Page extends Fetched<Row>>(answer: PagedAnswer<Row, Page>, page: Page): number {
  const costOf = (rows: readonly Row[]): number =>
    estimateTokens(createSeal()(answer.render({ ...page, items: rows }, fullClip)))
  const empty = costOf([])
  let spent = empty
  let count = 0
  for (const row of page.items) {
    spent += costOf([row]) - empty
    if (spent > mostTokens) break
    count++
  }
  const fewer = Math.max(1, Math.min(count, page.items.length - 1))
  return answer.roundDown?.(fewer) ?? fewer
}

/** Null when it does not fit. */
function sealWithin(view: View): Sealed | null {
  const text = createSeal()(view)
  // Most answers are so short that no text of their length is too large.
  return mostTokensOf(text) <= mostTokens || estimateTokens(text) <= mostTokens ? text : null
}
