import type { WebhookEndpoint, WebhookEndpointId, WorkspaceId } from '@switchboard/contract'
import type { Selectable } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import type { WebhookEndpointsTable } from '../store/schema/webhook-endpoints.ts'

export type EndpointRow = Omit<Selectable<WebhookEndpointsTable>, 'resume_at' | 'vouched_by'> & {
  /** null: it is not paused. */
  readonly paused_until: Date | null
}

const columns = `id, workspace_id, url, description, event_types, include_messages, state, disabled_reason, disabled_by,
  disabled_at, secret, former_secret, former_secret_until, cursor, failing_since,
  case when resume_at > now() then resume_at end as paused_until, last_delivered_at, created_by, created_at,
  updated_at`

/** Without its secrets. */
export function toEndpoint(row: EndpointRow): WebhookEndpoint {
  const { disabled_reason: reason, disabled_at: at, former_secret_until: until } = row
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    includeMessages: row.include_messages,
    state: row.state,
    disabled: reason && at ? { reason, by: row.disabled_by ?? '', at: at.toISOString() } : null,
    formerSecretUntil: until && until.getTime() > Date.now() ? until.toISOString() : null,
    failingSince: row.failing_since?.toISOString() ?? null,
    pausedUntil: row.paused_until?.toISOString() ?? null,
    lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
    afterSeq: row.cursor,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** The newest first. A workspace has few (mostEndpoints), so the list has no pages. */
export async function listEndpoints(db: Queryable, workspaceId: WorkspaceId): Promise<WebhookEndpoint[]> {
  const { rows } = await db.query<EndpointRow>(
    `select ${columns} from webhook_endpoints where workspace_id = $1 order by id desc`,
    [workspaceId],
  )
  return rows.map(toEndpoint)
}

/** @throws {Refusal} webhook-endpoint-not-found */
export async function findEndpoint(
  db: Queryable,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  lock: '' | 'for update' = '',
): Promise<EndpointRow> {
  const { rows } = await db.query<EndpointRow>(
    `select ${columns} from webhook_endpoints where workspace_id = $1 and id = $2 ${lock}`,
    [workspaceId, id],
  )
  if (rows[0]) return rows[0]
  throw new Refusal('webhook-endpoint-not-found', { detail: `There is no webhook endpoint ${id} in this workspace.` })
}

/** Those of a batch of deliveries, whatever their workspace. */
export async function endpointsByIds(
  db: Queryable,
  ids: readonly WebhookEndpointId[],
): Promise<Map<WebhookEndpointId, EndpointRow>> {
  const { rows } = await db.query<EndpointRow>(`select ${columns} from webhook_endpoints where id = any ($1::uuid[])`, [
    ids,
  ])
  return new Map(rows.map((row) => [row.id, row]))
}

/** Writes columns over; null where there is no such endpoint. */
export async function writeEndpoint(
  tx: Queryable,
  id: WebhookEndpointId,
  change: Readonly<Partial<Record<keyof WebhookEndpointsTable, unknown>>>,
): Promise<EndpointRow | null> {
  const names = Object.keys(change) // of our own code, never a caller's
  const { rows } = await tx.query<EndpointRow>(
    `update webhook_endpoints set ${[...names.map((name, index) => `${name} = $${index + 2}`), 'updated_at = now()'].join(', ')}
     where id = $1 returning ${columns}`,
    [id, ...Object.values(change)],
  )
  return rows[0] ?? null
}

/** Whoever asks for something to be sent now does not wait for what the receiver asked for earlier. Of an endpoint that is held. */
export async function endPause(tx: Queryable, endpoint: EndpointRow): Promise<EndpointRow> {
  if (endpoint.paused_until === null) return endpoint
  return (await writeEndpoint(tx, endpoint.id, { resume_at: '-infinity' })) ?? endpoint
}
