import type { Recipient } from '../../../transport.ts'
import { TransportError } from '../../../transport-error.ts'
import type { Json } from './json.ts'

/**
 * Whom a message is for: phones in `to`, business-scoped user ids in `recipient`. Never both, because `to` wins, and never a
 * user id in `to`, where Meta drops the message with HTTP 200.
 */
export function addressOf(to: Recipient): Json {
  if (to.groupId !== undefined) return { recipient_type: 'group', to: to.groupId }
  const digits = (to.waId ?? to.phone)?.replace(/\D/g, '')
  if (digits) return { recipient_type: 'individual', to: digits }
  if (to.bsuid !== undefined) return { recipient_type: 'individual', recipient: to.bsuid }
  throw new TransportError({
    outcome: 'not-sent',
    retryable: false,
    sentence: 'The recipient has neither a phone number nor a user id nor a group id, so the message has no address.',
    remedy: 'Name the recipient by a phone number or by the user id of a message that they sent.',
  })
}

/** What must not be repeated in errors: the recipient as the provider may quote them. */
export function namesOf(to: Recipient): string[] {
  return [to.waId, to.phone, to.phone?.replace(/\D/g, ''), to.bsuid].filter((name) => name !== undefined)
}
