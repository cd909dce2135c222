import { type AuditContent, auditFormat, contentDigest, contentFields, detailsDigest, linkHash } from './encode-row.ts'
import type { ChainRow } from './read-chain.ts'

/** Whether a row's hash is that of what it says, at this place behind this hash. */
export function hashMatches(chain: string, row: ChainRow, seq = row.seq, previousHash = row.previousHash): boolean {
  if (row.format !== auditFormat) return false
  return linkHash({ chain, seq, previousHash, content: contentDigest(contentOf(row)) }).equals(row.hash)
}

/** Null where a row's erasable half is what its digest says, or was erased; else what is wrong. */
export function detailsFault(row: ChainRow): string | null {
  const isThere = row.label !== null || row.arguments !== null || row.salt !== null
  if (row.detailsErasedIn !== null || row.detailsErasedAt !== null) {
    if (row.detailsDigest === null || row.detailsErasedIn === null || row.detailsErasedAt === null)
      return 'it says that details were erased which it never had'
    if (isThere) return 'it says that its details were erased, and has some'
    return row.detailsErasedIn > row.seq ? null : 'its details are said to be erased by a row from before it'
  }
  if (row.detailsDigest === null) return isThere ? 'it has details that its hash knows nothing of' : null
  if (row.salt === null) return 'its details are missing, and nothing says that they were erased'
  return detailsDigest(row.salt, row).equals(row.detailsDigest) ? null : 'its arguments or label are others'
}

function contentOf(row: ChainRow): AuditContent {
  return Object.fromEntries(contentFields.map((field) => [field, row[field]])) as unknown as AuditContent // all of its fields
}
