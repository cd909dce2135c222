import type { AccountId, Content } from '@switchboard/contract'
import type { MediaItem } from './media-box.ts'

/** Of a message, what its content takes to be shown: also of one that the server does not have yet. */
export interface ShownMessage {
  readonly id: string
  readonly content: Content
  readonly media?: readonly MediaItem[] | undefined
  /** Whose templates it may be of; without it a template is shown by its text alone. */
  readonly accountId?: AccountId
}
