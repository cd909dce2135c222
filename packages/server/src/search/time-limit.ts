import type { RawBuilder } from 'kysely'
import { within } from '../store/limited-statements.ts'

/** What one statement of a search may cost the database; beyond it the caller is told to narrow it. */
export const limited: RawBuilder<unknown> = within(3_000)
export const tooSlow = 'The search took too long. Narrow it by a word, a filter or a shorter span of time.'
