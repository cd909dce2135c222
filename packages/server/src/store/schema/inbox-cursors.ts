import type { Generated } from 'kysely'

export interface InboxCursorsTable {
  shard: number
  seq: Generated<number>
  received_at: Generated<Date>
  projected_at: Date | null
}
