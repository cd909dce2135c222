import type { ChainEnds, ChainRow } from './read-chain.ts'

export type BreakKind = 'altered' | 'removed' | 'inserted' | 'reordered' | 'truncated'

/** The first place where a chain is not what was written. */
export interface ChainBreak {
  readonly kind: BreakKind
  /** Of the first row that is not as it was written, or is missing. */
  readonly seq: number
  /** The row that stands there. */
  readonly id: string | null
  readonly at: string | null
  readonly detail: string
}

/** The end of a chain as it was known at some time, from outside of the database. */
export interface KnownHead {
  readonly seq: number
  readonly hash: Buffer
}

export interface ChainReport {
  readonly chain: string
  /** Rows that were found right. */
  readonly rows: number
  readonly firstSeq: number | null
  readonly lastSeq: number | null
  readonly lastHash: Buffer | null
  /** Of those rows: their details were erased, and the chain says so. */
  readonly erased: number
  /** Rows up to this one were let go for their age. */
  readonly keptAfterSeq: number
  /** `passed`: the row that was known is there. `let-go`: it was let go since. `none`: nothing was known. */
  readonly knownHead: 'passed' | 'let-go' | 'none'
  readonly break: ChainBreak | null
}

export interface ChainToVerify {
  readonly chain: string
  readonly ends: ChainEnds | null
  /** All that are there, in order. */
  readonly rows: AsyncIterable<ChainRow>
  readonly known?: KnownHead | null
  /** Where a row with this hash stands in the chain; for telling what happened, once. */
  readonly placeOf?: (hash: Buffer) => Promise<number | null>
}

export function breakAt(kind: BreakKind, { seq, id, at }: ChainRow, detail: string): ChainBreak {
  return { kind, seq, id, at, detail }
}
