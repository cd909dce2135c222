import { SendPolicy } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** What was stated about the sends of an API key; null where nothing was, or there is no such key. */
export async function findSendPolicy(db: Queryable, keyId: string): Promise<SendPolicy | null> {
  const { rows } = await db.query<{ send_policy: string | null }>(`select send_policy from api_keys where id = $1`, [
    keyId,
  ])
  return SendPolicy.nullable().parse(rows[0]?.send_policy ?? null)
}
