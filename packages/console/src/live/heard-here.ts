import { createHeardEvents } from './heard-events.ts'

/** What this page heard. main.tsx begins it where the log of events stood when the server gave the page out: all that is loaded is newer. */
export const heardHere = createHeardEvents()
