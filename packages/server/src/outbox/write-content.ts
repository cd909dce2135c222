import type { OutboundContent } from '@switchboard/contract'
import { readableText, searchableText } from '../search/searchable-text.ts'
import type { Queryable } from '../store/database.ts'
import type { SendFacts } from './gate.ts'
import { isWord } from './insert-sends.ts'
import { fingerprintOf } from './request-fingerprint.ts'
import { needsPreparation, storedContent } from './stored-content.ts'

/** Puts another content into a send that has not left, and into its message. The caller holds the send's row. */
export async function writeContent(
  tx: Queryable,
  workspaceId: string,
  sendId: string,
  content: OutboundContent,
  template: SendFacts['template'],
): Promise<void> {
  await tx.query(`update outbox set content = $2, resolved = null, ready = $3, updated_at = now() where id = $1`, [
    sendId,
    JSON.stringify(content),
    !needsPreparation(content),
  ])
  const stored = storedContent(content, template)
  if (!stored) return
  const searchText = searchableText(stored)
  const words = [...new Set((searchText ?? '').split(' ').filter(isWord))].toSorted()
  await tx.query(
    `with words as (
       insert into search_words (workspace_id, word) select $7, word from unnest($8::text[]) word on conflict do nothing
     )
     update messages set content = $2, type = $3, text = $4, search_text = $5, fingerprint = $6, updated_at = now() where id = $1`,
    [
      ...[sendId, JSON.stringify(stored), stored.type, readableText(stored), searchText],
      ...[fingerprintOf(content), workspaceId, words],
    ],
  )
}
