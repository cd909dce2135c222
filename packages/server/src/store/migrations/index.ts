import type { Migration } from 'kysely/migration'
import * as spine from './20261121T0000-spine.ts'

/** In the order in which they run. Append only: a migration that has landed is never edited. */
export const migrations: Record<string, Migration> = {
  '20261121T0000-spine': spine,
}
