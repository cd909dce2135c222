import type { BreakKind, ChainBreak, ChainToVerify } from './chain-report.ts'
import { hashMatches } from './check-row.ts'
import type { ChainRow } from './read-chain.ts'

interface Last {
  readonly seq: number
  readonly hash: Buffer
  readonly row: ChainRow | null
}

/** A row that was moved is looked for so far around its place, where the row before it is not there to tell. */
const nearby = 1_000

/**
 * What was done where a row does not follow the last right one. What hashes cannot tell apart is named by what is likelier: a
 * row that was overwritten with another, and its hash made new, is `altered`.
 */
export async function explainBreak(
  input: ChainToVerify,
  last: Last,
  row: ChainRow,
  next: ChainRow | null,
): Promise<ChainBreak> {
  const expected = last.seq + 1
  const at = (kind: BreakKind, seq: number, detail: string): ChainBreak => {
    const { id = null, at = null } = seq === row.seq ? row : seq === last.seq && last.row ? last.row : {}
    return { kind, seq, id, at, detail }
  }
  if (row.seq > expected) return at('removed', expected, `rows ${expected} to ${row.seq - 1} are missing`)
  if (row.seq < expected)
    return at('inserted', row.seq, 'there are two rows of this number, or one from before the first')
  // The place is right.
  const isWhole = hashMatches(input.chain, row)
  const original = isWhole ? null : await originalPlace(input, row)
  // The row behind it tells whether it was put before it.
  const isBefore = next?.previousHash.equals(last.hash) === true && hashMatches(input.chain, next, expected)
  if (isBefore && original === null)
    return at('inserted', expected, 'the row behind it was made to follow the row before it')
  if (isWhole) return explainForeignLink(last, at, expected)
  if (original === null) return at('altered', expected, 'what it says is not what its hash was made of')
  if (original < expected) return at('inserted', original, `the row that was here is row ${expected} now`)
  const alsoMoved = next === null || hashMatches(input.chain, next, original + 1)
  if (alsoMoved)
    return at('removed', expected, `${original - expected} rows are missing, and those behind were numbered anew`)
  return at('reordered', expected, `this was row ${original}`)
}

/** The row is whole, but was written behind another one than stands before it. */
function explainForeignLink(
  last: Last,
  at: (kind: BreakKind, seq: number, detail: string) => ChainBreak,
  expected: number,
): ChainBreak {
  if (last.row) return at('altered', last.seq, 'the row behind it was written behind another one')
  return at('removed', expected, 'it was written behind a row that is not the last one that was let go')
}

/** The number under which a row's hash is right. */
async function originalPlace({ chain, placeOf }: ChainToVerify, row: ChainRow): Promise<number | null> {
  const before = await placeOf?.(row.previousHash)
  const candidates = before === null || before === undefined ? [] : [before + 1]
  for (let distance = 1; distance <= nearby; distance++) candidates.push(row.seq + distance, row.seq - distance)
  return candidates.find((seq) => seq > 0 && seq !== row.seq && hashMatches(chain, row, seq)) ?? null
}
