import type { Content } from '@switchboard/contract'
import { readableText, searchableText } from '../../search/searchable-text.ts'

export interface MessageText {
  readonly type: string
  readonly text: string | null
  readonly search_text: string | null
}

/**
 * What is shown and searched: the latest edit where there is one, else the message as it was sent. The type stays that of the
 * message (the edit of an image is its caption), unless only the edit is known.
 */
export function textOf(content: Content, edited: Content | null): MessageText {
  const current = edited ?? content
  return {
    type: content.type === 'unknown' ? current.type : content.type,
    text: readableText(current),
    search_text: searchableText(current),
  }
}
