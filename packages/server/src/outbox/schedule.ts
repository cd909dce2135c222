import { SendRefusal } from './send-refusal.ts'

/** How far ahead something may be scheduled. */
export const farthestDays = 60
const farthestMilliseconds = farthestDays * 24 * 60 * 60 * 1_000

/** Clocks differ. */
const toleranceMilliseconds = 60_000

/**
 * What was due by an hour ago is not what somebody wants to leave now: a wrong year, a wrong zone.
 *
 * @param at milliseconds since 1970
 * @throws {SendRefusal} schedule-past
 */
export function refusePastTime(at: number | null | undefined, now: number): void {
  if (at === null || at === undefined || at >= now - toleranceMilliseconds) return
  throw new SendRefusal(
    'schedule-past',
    `It is to leave at ${new Date(at).toISOString()}, which is past: it is ${new Date(now).toISOString()}. Choose a time to come, or none to send it now.`,
  )
}

/**
 * @param sendAt milliseconds since 1970
 * @throws {SendRefusal} schedule-past, schedule-too-far
 */
export function refuseImpossibleTime(sendAt: number | null | undefined, now: number): void {
  refusePastTime(sendAt, now)
  if (sendAt === null || sendAt === undefined || sendAt - now <= farthestMilliseconds) return
  throw new SendRefusal(
    'schedule-too-far',
    `It is to leave at ${new Date(sendAt).toISOString()}; ${farthestDays} days ahead are possible. Choose an earlier time.`,
  )
}
