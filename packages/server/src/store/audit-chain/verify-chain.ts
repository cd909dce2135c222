import { breakAt, type ChainBreak, type ChainReport, type ChainToVerify } from './chain-report.ts'
import { detailsFault, hashMatches } from './check-row.ts'
import { beforeFirst } from './encode-row.ts'
import { explainBreak } from './explain-break.ts'
import type { ChainRow } from './read-chain.ts'
import { letGoAction, letGoTarget, selfInterface, statedErasures } from './statements.ts'

/** Walks a chain once, a row and its successor in memory, up to the first break. */
export async function verifyChain(input: ChainToVerify): Promise<ChainReport> {
  const walk = new Walk(input)
  const rows = input.rows[Symbol.asyncIterator]()
  let row = await rows.next()
  while (!row.done) {
    const next = await rows.next()
    const found = await walk.take(row.value, next.done ? null : next.value)
    if (found) return walk.report(found)
    row = next
  }
  return walk.report(walk.finish())
}

/** What is known while the rows go by: the last right one, and what the chain has said of itself. */
class Walk {
  private readonly input: ChainToVerify
  private last: { readonly seq: number; readonly hash: Buffer; readonly row: ChainRow | null }
  private rows = 0
  private firstSeq: number | null = null
  private erased = 0
  private passedKnown = false
  private letGoIsStated = false
  /** Rows whose details were erased, by the row that must say so, until it comes. */
  private readonly awaited = new Map<number, { count: number; readonly first: ChainRow }>()

  constructor(input: ChainToVerify) {
    this.input = input
    const { ends } = input
    this.last = { seq: ends?.keptAfterSeq ?? 0, hash: ends?.keptAfterHash ?? beforeFirst, row: null }
  }

  async take(row: ChainRow, next: ChainRow | null): Promise<ChainBreak | null> {
    const { input, last } = this
    const follows = row.seq === last.seq + 1 && row.previousHash.equals(last.hash)
    if (!follows || !hashMatches(input.chain, row)) return explainBreak(input, last, row, next)
    const fault = detailsFault(row) ?? this.statementFault(row)
    if (fault !== null) return breakAt('altered', row, fault)
    if (input.known?.seq === row.seq) {
      if (!input.known.hash.equals(row.hash))
        return breakAt('altered', row, 'the chain was written anew: another row was known here (audit-head)')
      this.passedKnown = true
    }
    this.notice(row)
    return null
  }

  private notice(row: ChainRow): void {
    this.rows += 1
    this.firstSeq ??= row.seq
    this.last = { seq: row.seq, hash: row.hash, row }
    const { ends } = this.input
    if (ends && row.action === letGoAction && row.interface === selfInterface)
      this.letGoIsStated ||= row.target === letGoTarget(ends.keptAfterSeq, ends.keptAfterHash)
    if (row.detailsErasedIn === null) return
    this.erased += 1
    const awaited = this.awaited.get(row.detailsErasedIn)
    if (awaited) awaited.count += 1
    else this.awaited.set(row.detailsErasedIn, { count: 1, first: row })
  }

  /** More rows lost their details than the row says that took them. */
  private statementFault(row: ChainRow): string | null {
    const awaited = this.awaited.get(row.seq)
    if (!awaited) return null
    this.awaited.delete(row.seq)
    const stated = statedErasures(row)
    if (stated !== null && awaited.count <= stated) return null
    return `details of ${awaited.count} rows, the first ${awaited.first.seq}, are said to be erased by it, but it says ${stated ?? 'nothing of it'}`
  }

  /** What only the end shows. */
  finish(): ChainBreak | null {
    const { last, input } = this
    const { ends, known } = input
    const missing = (detail: string): ChainBreak => ({
      kind: 'truncated',
      seq: last.seq + 1,
      id: null,
      at: null,
      detail,
    })
    if (ends && ends.keptAfterSeq > 0 && !this.letGoIsStated && ends.seq > ends.keptAfterSeq)
      return {
        ...{ kind: 'removed', seq: 1, id: null, at: null },
        detail: `rows through ${ends.keptAfterSeq} are gone, and no row of the chain says that they were let go`,
      }
    if (ends && ends.seq > last.seq)
      return missing(`the chain's end is row ${ends.seq}: ${ends.seq - last.seq} rows are missing`)
    if (known && known.seq > last.seq)
      return missing(`row ${known.seq} was there (audit-head): ${known.seq - last.seq} rows or more are missing`)
    if (!last.row) return null
    if (!ends) return breakAt('altered', last.row, "the record of the chain's end is missing")
    if (ends.seq < last.seq)
      return {
        ...breakAt('inserted', last.row, `the chain's end is row ${ends.seq}; what stands behind it was put there`),
        seq: ends.seq + 1,
      }
    if (!ends.hash.equals(last.hash)) return breakAt('altered', last.row, "its hash is not that of the chain's end")
    const [unsaid] = this.awaited.values()
    if (unsaid) return breakAt('altered', unsaid.first, 'its details were erased, and no row of the chain says so')
    return null
  }

  report(found: ChainBreak | null): ChainReport {
    const { known, ends, chain } = this.input
    const keptAfterSeq = ends?.keptAfterSeq ?? 0
    return {
      chain,
      rows: this.rows,
      firstSeq: this.firstSeq,
      lastSeq: this.rows > 0 ? this.last.seq : null,
      lastHash: this.rows > 0 ? this.last.hash : null,
      erased: this.erased,
      keptAfterSeq,
      knownHead: this.passedKnown ? 'passed' : known && known.seq <= keptAfterSeq ? 'let-go' : 'none',
      break: found,
    }
  }
}
