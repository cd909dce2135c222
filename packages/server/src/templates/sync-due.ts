import type { Queryable } from '../store/database.ts'
import type { Transport } from '../transports/transport.ts'
import { type SyncDependencies, type SyncOutcome, type SyncTarget, syncTemplates } from './sync-templates.ts'

export interface SyncAllDependencies extends SyncDependencies {
  /** By name. */
  readonly transports: Readonly<Partial<Record<string, Transport>>>
}

/** Without a webhook they are read this often. */
const everyMinutes = 60
/** In one run; the next one, a minute later, takes the others. */
const mostTargets = 200
/** At the same time: they wait for providers, and each holds a connection only while it writes. */
const atOnce = 4

export interface SyncScope {
  readonly workspaceId?: string | undefined
  readonly accountId?: string | undefined
  /**
   * `due`: those that were not read for an hour, and failed ones after their pause. `asked`: those about which a webhook told
   * something, and new accounts. `all`: whether it is their time or not. Default `due`, which includes `asked`.
   */
  readonly which?: 'due' | 'asked' | 'all' | undefined
}

/**
 * One account for each business: a configured one before one that was only seen, the default one first. Who has thousands of
 * templates is not read again for every webhook: 5,000 a minute and a half apart, a few after two seconds.
 */
const targetsText = /* sql */ `
select distinct on (a.workspace_id, a.business_account_id) a.id as "accountId", a.workspace_id as "workspaceId",
  a.business_account_id as "businessAccountId", a.transport
from accounts a left join template_syncs s on s.workspace_id = a.workspace_id and s.business_account_id = a.business_account_id
where a.business_account_id is not null and a.state <> 'disabled' and a.transport = any ($1)
  and ($2::uuid is null or a.workspace_id = $2)
  and ($3::uuid is null or (a.workspace_id, a.business_account_id) =
    (select workspace_id, business_account_id from accounts where id = $3))
  and ($4 = 'all' or ((s.leased_until is null or s.leased_until < now()) and (s.due_at is null or s.due_at <= now())
    and (s.synced_at is null
      or (s.requested_at is not null and s.synced_at < now() - (2 + s.templates / 50) * interval '1 second')
      or ($4 = 'due' and s.synced_at < now() - $5 * interval '1 minute'))))
order by a.workspace_id, a.business_account_id, a.discovered, a.is_default desc, a.created_at
limit $6`

export async function findTargets(
  db: Queryable,
  transports: Readonly<Partial<Record<string, Transport>>>,
  { workspaceId, accountId, which = 'due' }: SyncScope,
): Promise<SyncTarget[]> {
  const able = Object.keys(transports).filter((name) => transports[name]?.templates !== undefined)
  const values = [able, workspaceId ?? null, accountId ?? null, which, everyMinutes, mostTargets]
  return (await db.query<SyncTarget>(targetsText, values)).rows
}

export type SyncReport = Pick<SyncTarget, 'businessAccountId'> & SyncOutcome

/** Reads the templates of all whose time it is. One that fails stops no other. */
export async function syncDue(
  dependencies: SyncAllDependencies,
  scope: SyncScope = {},
  signal?: AbortSignal,
): Promise<SyncReport[]> {
  const { pool, transports } = dependencies
  const targets = await findTargets(pool, transports, scope)
  const waiting = targets.values()
  const reports: SyncReport[] = []
  const work = async () => {
    for (const target of waiting) {
      if (signal?.aborted) return
      const directory = transports[target.transport]?.templates
      if (!directory) continue
      const outcome = await syncTemplates(dependencies, target, directory, signal)
      reports.push({ businessAccountId: target.businessAccountId, ...outcome })
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, targets.length) }, work))
  return reports
}
