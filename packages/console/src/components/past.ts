/** When it happened, but not after `now`: a page's clock goes on by whole minutes, and nothing that happened is “in 5 seconds”. */
export function past(at: string, now: Date): Date {
  const then = new Date(at)
  return then > now ? now : then
}
