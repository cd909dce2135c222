import { SendRefusal } from './send-refusal.ts'

/** How far ahead something may be scheduled. */
export const farthestDays = 60
const farthestMilliseconds = farthestDays * 24 * 60 * 60 * 1_000

/**
 * @param sendAt milliseconds since 1970; a time that is past means now
 * @throws {SendRefusal} schedule-too-far
 */
export function refuseTooFar(sendAt: number | null | undefined, now: number): void {
  if (sendAt === null || sendAt === undefined || sendAt - now <= farthestMilliseconds) return
  throw new SendRefusal(
    'schedule-too-far',
    `It is to leave at ${new Date(sendAt).toISOString()}; ${farthestDays} days ahead are possible. Choose an earlier time.`,
  )
}
