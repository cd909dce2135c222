import type { SendPolicy, SendRefusalCode } from '@switchboard/contract'
import type { Capabilities } from '../transports/transport.ts'
import { hasOptedOut } from './gate.ts'

/** What may have changed since it was allowed. Times in milliseconds since 1970. */
export interface Changeable {
  readonly at: number
  readonly type: string
  readonly priority: number
  readonly isGroup: boolean
  readonly policy: SendPolicy | null
  readonly lastInboundAt: number | null
  readonly optedOutAt: number | null
  readonly optedInAt: number | null
  readonly erased: boolean
}

/** Whether a queued message still may leave: it may have waited for hours, and a STOP counts from the moment it is known. */
export function recheck(
  facts: Changeable,
  capabilities: Capabilities,
): { readonly code: SendRefusalCode; readonly sentence: string } | null {
  if (facts.erased) return { code: 'contact-erased', sentence: 'The contact was erased before the message left.' }
  if (facts.policy === 'block')
    return { code: 'chat-blocked', sentence: 'Sending was switched off for this conversation.' }
  // Whenever that was: by the provider's clock, told late, or in the second in which this was queued. Only answers still go.
  if (hasOptedOut(facts) && facts.priority > 0)
    return { code: 'opted-out', sentence: 'The contact opted out before the message left.' }
  const window = capabilities.serviceWindowMilliseconds
  if (window === null || facts.isGroup || facts.type === 'template') return null
  if (facts.lastInboundAt !== null && facts.at - facts.lastInboundAt < window) return null
  return {
    code: 'window-closed',
    sentence: 'The 24 hours since the last message of the customer ended before this one left.',
  }
}
