import type { Approval } from '@switchboard/contract'

/** What the customer would read, as plain text; '' where it has no words. */
export function saidIn({ shown }: Pick<Approval, 'shown'>): string {
  return shown.filter((text) => text !== null).join('\n')
}
