import type { Message } from '@switchboard/contract'

/**
 * How far one of our messages is, as its mark shows it:
 *
 * held (waits for a yes) → scheduled (its time has not come) → queued → sending → sent → delivered → read → played; or failed, cancelled, or unknown: nobody can say whether
 * it left, so nobody sends it again blindly. `none`: nothing is known, e.g. of what another system sent.
 */
export type Delivery =
  | 'held'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed'
  | 'cancelled'
  | 'unknown'
  | 'none'

/** Receipts tell more than what we know of the sending: who has read it got it, whatever became of the answer. */
export function deliveryOf({ status, sendState }: Pick<Message, 'status' | 'sendState'>): Delivery {
  if (status !== null && status !== 'deleted') return status
  switch (sendState) {
    case 'held':
    case 'scheduled':
    case 'queued':
    case 'failed':
    case 'cancelled':
    case 'unknown':
      return sendState
    case 'leased':
      return 'sending'
    case 'accepted':
      return 'sent'
    case undefined:
      return status === 'deleted' ? 'sent' : 'none'
  }
}

/** What can still be done about it by a person. */
export function canCancel(delivery: Delivery): boolean {
  return delivery === 'held' || delivery === 'scheduled' || delivery === 'queued'
}
