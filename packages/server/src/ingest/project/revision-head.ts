import type { Content } from '@switchboard/contract'
import { compareText } from './last-writer.ts'

/** One edit or revoke, as its row. `at` in milliseconds. */
export interface Revision {
  readonly wamid: string
  readonly revision: 'edit' | 'revoke'
  readonly at: number
  readonly fingerprint: string
  readonly content: Content | null
}

export interface RevisionHead {
  readonly edited_content: Content | null
  readonly edited_at: number | null
  readonly edit_wamid: string | null
  readonly revoked_at: number | null
}

/** From all edits and revokes of one message: the latest edit by (at, wamid) stands, the first revoke counts. */
export function revisionHead(revisions: Iterable<Revision>): RevisionHead {
  let edit: Revision | undefined
  let revokedAt: number | null = null
  for (const revision of revisions) {
    if (revision.revision === 'revoke') revokedAt = Math.min(revokedAt ?? revision.at, revision.at)
    else if (revision.content && (!edit || compareEdits(revision, edit) > 0)) edit = revision
  }
  return {
    edited_content: edit?.content ?? null,
    edited_at: edit?.at ?? null,
    edit_wamid: edit?.wamid ?? null,
    revoked_at: revokedAt,
  }
}

function compareEdits(a: Revision, b: Revision): number {
  return a.at - b.at || compareText(a.wamid, b.wamid)
}

/** Of two readings of one revision the higher (at, fingerprint) stands. */
export function compareReadingsOfOne(
  a: Pick<Revision, 'at' | 'fingerprint'>,
  b: Pick<Revision, 'at' | 'fingerprint'>,
): number {
  return a.at - b.at || compareText(a.fingerprint, b.fingerprint)
}
