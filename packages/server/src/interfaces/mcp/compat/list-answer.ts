import { z } from 'zod'
import { Own, type View } from '../boundary/foreign.ts'
import { type Answer, paged, ToolError } from '../tools/tool.ts'

/** A list result as FastMCP gives it, with a word where not everything fitted. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ result: z.array(item), note: z.string().optional() })

export const limitArgument = (byDefault: number) => z.int().min(1).max(200).default(byDefault)
export const pageArgument = z.int().min(0).default(0)

/** A page far back is an offset that Postgres must walk; whoever wants everything has the `read` tools' cursors. */
const largestOffset = 50_000

interface ListAnswer<Row> {
  readonly limit: number
  readonly page: number
  readonly fetch: (limit: number, offset: number) => Promise<readonly Row[]>
  readonly render: (row: Row, clip: number) => readonly View[]
}

/**
 * Pages by number. Where a page does not fit into an answer, fewer rows come, so many that another page number goes on right
 * behind them, and the note says which.
 */
export function listAnswer<Row>({ limit, page, fetch, render }: ListAnswer<Row>): Answer {
  const offset = limit * page
  if (offset > largestOffset) {
    throw new ToolError(
      `Page ${page} is too far back. Narrow the list, or use the \`read\` toolset, whose cursors have no end.`,
    )
  }
  return paged({
    limit,
    // A smaller page begins at the same offset only if it divides it.
    roundDown: (rows) => {
      let divisor = rows
      while (offset % divisor !== 0) divisor--
      return divisor
    },
    fetch: async (most) => {
      const rows = await fetch(most, offset)
      return { items: rows, nextCursor: most < limit && rows.length === most ? String(most) : null }
    },
    render: ({ items, nextCursor }, clip) => ({
      result: items.flatMap((row) => render(row, clip)),
      note: nextCursor === null ? undefined : note(Number(nextCursor), offset),
    }),
  })
}

function note(rows: number, offset: number): Own {
  return new Own(
    `Only ${rows} fitted into this answer. Go on with limit=${rows} and page=${offset / rows + 1}; nothing is left out between.`,
  )
}
