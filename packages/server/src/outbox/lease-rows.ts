import type { OutboundContent, SendPolicy } from '@switchboard/contract'
import type { Recipient } from '../transports/transport.ts'
import type { Pace } from './pace.ts'

/** A message that stands first in its conversation's line, as the lease reads it. Times in milliseconds since 1970. */
export interface CandidateRow {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly conversation_id: string
  readonly message_id: string | null
  readonly contact_id: string | null
  readonly recipient: Recipient
  readonly content: OutboundContent
  readonly resolved: object | null
  readonly quoted_wamid: string | null
  readonly priority: number
  readonly attempts: number
  readonly limited: number
  readonly first_due_at: number
  readonly free_at: number | null
  readonly is_group: boolean
  readonly policy: SendPolicy | null
  readonly last_inbound_at: number | null
  readonly opted_out_at: number | null
  readonly opted_in_at: number | null
  readonly erased: boolean
}

/** An account as it may send now. */
export interface PacedAccount extends Pace {
  readonly accountId: string
  readonly transport: string
  readonly limit: number
  readonly nextSlotAt: number
  readonly pair: { readonly burst: number; readonly interval: number }
}
