import type { OutboundContent } from '@switchboard/contract'

/** A template with its variables filled, ready to be sent. */
export interface ChosenTemplate {
  readonly content: Extract<OutboundContent, { type: 'template' }>
  /** What the customer will read. */
  readonly shown: string
}
