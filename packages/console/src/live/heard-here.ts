import { createHeardEvents } from './heard-events.ts'

/** What this page heard. It begins where the log of events stood when the server gave the page out: all that it loads is newer. */
export const heardHere = createHeardEvents(startOfPage())

function startOfPage(): number | undefined {
  // Unit tests of what imports this have no page.
  if (typeof document === 'undefined') return undefined
  const after = document.querySelector<HTMLMetaElement>('meta[name="events-after"]')?.content ?? ''
  return /^\d+$/.test(after) ? Number(after) : undefined
}
