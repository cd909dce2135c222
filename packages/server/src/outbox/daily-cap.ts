import type { Queryable } from '../store/database.ts'
import { SendRefusal } from './send-refusal.ts'

/** How many messages a credential may send on one day (UTC). */
export interface DailyCap {
  readonly perDay: number
  /** The name of the count. Credentials that came of one another share one. */
  readonly countsAs: string
}

interface Capped {
  readonly workspaceId: string
  readonly caller: { readonly name: string; readonly cap?: DailyCap | undefined }
}

// The row stays locked until the transaction ends, so that two sends at once can't both take the last place.
const text = /* sql */ `
insert into send_counts as c (workspace_id, credential, day, sent) values ($1, $2, (now() at time zone 'UTC')::date, $3)
on conflict (workspace_id, credential) do update set day = excluded.day,
  sent = case when c.day = excluded.day then c.sent else 0 end + excluded.sent
returning sent`

async function count(tx: Queryable, workspaceId: string, cap: DailyCap, sends: number): Promise<number> {
  const { rows } = await tx.query<{ sent: number }>({
    name: 'count sends',
    text,
    values: [workspaceId, cap.countsAs, sends],
  })
  return rows[0]?.sent ?? 0
}

/** Infinity where there is no cap. What is left cannot be taken by another transaction until this one ends. */
export async function sendsLeft(tx: Queryable, { workspaceId, caller: { cap } }: Capped): Promise<number> {
  return cap ? Math.max(0, cap.perDay - (await count(tx, workspaceId, cap, 0))) : Infinity
}

/** Counts messages that are about to be written. @throws {SendRefusal} daily-cap-reached, before anything was counted */
export async function takeFromCap(tx: Queryable, capped: Capped, sends: number): Promise<void> {
  const { workspaceId, caller } = capped
  if (!caller.cap || sends === 0) return
  const left = await sendsLeft(tx, capped)
  if (left < sends) throw new SendRefusal('daily-cap-reached', capReason(caller.name, caller.cap, left))
  await count(tx, workspaceId, caller.cap, sends)
}

export function capReason(name: string, { perDay }: DailyCap, left: number): string {
  const rest = left > 0 ? ` ${left} of them are left, which is not enough for this one in its parts.` : ''
  return `"${name}" may send ${perDay} messages a day.${rest} The count begins anew at midnight UTC.`
}
