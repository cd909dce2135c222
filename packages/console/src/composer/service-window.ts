import type { Conversation } from '@switchboard/contract'

/**
 * Whether anything but a template may be sent now: `always` where the account knows no window or it is a group; `open` until the
 * time; `closed` since 24 hours after the customer's last message, or because they have never written.
 */
export type ServiceWindow =
  | { readonly kind: 'always' }
  | { readonly kind: 'open'; readonly closesAt: number }
  | { readonly kind: 'closed'; readonly closedAt: number | null }

/** @param hours of the account; null: it has no window; undefined: not known yet */
export function serviceWindow(
  { kind, windowClosesAt }: Pick<Conversation, 'kind' | 'windowClosesAt'>,
  hours: number | null | undefined,
  now: number,
): ServiceWindow {
  if (kind === 'group' || hours === null) return { kind: 'always' }
  if (windowClosesAt === null) return { kind: 'closed', closedAt: null }
  const closesAt = Date.parse(windowClosesAt)
  return closesAt > now ? { kind: 'open', closesAt } : { kind: 'closed', closedAt: closesAt }
}
