import type { Generated } from 'kysely'

export interface InboxParkedTable {
  seq: number
  shard: number
  received_at: Date
  reason: string
  detail: string | null
  attempts: Generated<number>
  parked_at: Generated<Date>
  last_attempt_at: Generated<Date>
}
