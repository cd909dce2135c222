import type {
  CreateWebhookEndpoint,
  EventType,
  UpdateWebhookEndpoint,
  WebhookDisabledReason,
  WebhookEndpoint,
  WebhookEndpointId,
  WorkspaceId,
} from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { checkUrl } from './check-url.ts'
import type { WebhookDesk } from './desk.ts'
import { type EndpointRow, endPause, findEndpoint, toEndpoint, writeEndpoint } from './endpoint-row.ts'
import { newSecret } from './secret-box.ts'

/** Each costs a signature and a request for every event that it wants. */
export const mostEndpoints = 50

/** Who says that an address may be told what happens. */
export interface Voucher {
  readonly kind: string
  readonly id: string
  readonly name: string
}

const credentialOf = ({ kind, id }: Voucher): string => `${kind}:${id}`

/** An endpoint with the secret that is shown this once. */
export type WithSecret = WebhookEndpoint & { readonly secret: string }

export async function createEndpoint(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  input: CreateWebhookEndpoint,
  by: Voucher,
): Promise<WithSecret> {
  await checkUrl(input.url, desk)
  const id = uuidv7() as WebhookEndpointId // made here
  const secret = newSecret()
  const cursor = await desk.endOfLog()
  const row = await inTransaction(desk.pool, async (tx) => {
    await refuseTooMany(tx, workspaceId)
    await tx.query(
      `insert into webhook_endpoints (id, workspace_id, url, description, event_types, include_messages, state, secret, cursor, created_by, vouched_by)
       values ($1, $2, $3, $4, $5, $6, 'enabled', $7, $8, $9, $10)`,
      [
        id,
        workspaceId,
        input.url,
        input.description,
        input.eventTypes,
        input.includeMessages,
        JSON.stringify(desk.box.seal(id, secret)),
        cursor,
        by.name,
        credentialOf(by),
      ],
    )
    await tell(tx, workspaceId, 'webhook.endpoint.created', { endpointId: id, by: by.name })
    return findEndpoint(tx, workspaceId, id)
  })
  desk.changed()
  return { ...toEndpoint(row), secret }
}

async function refuseTooMany(tx: Queryable, workspaceId: WorkspaceId): Promise<void> {
  await tx.query('select 1 from workspaces where id = $1 for no key update', [workspaceId])
  const { rows } = await tx.query<{ n: number }>(
    'select count(*)::int as n from webhook_endpoints where workspace_id = $1',
    [workspaceId],
  )
  if ((rows[0]?.n ?? 0) < mostEndpoints) return
  throw new Refusal('webhook-endpoint-limit', {
    detail: `The workspace has ${mostEndpoints} webhook endpoints, which is the most. Delete one that is not needed.`,
  })
}

export async function updateEndpoint(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  change: UpdateWebhookEndpoint,
  by: Voucher,
): Promise<WebhookEndpoint> {
  if (change.url !== undefined) await checkUrl(change.url, desk)
  const named = Object.entries({
    url: change.url,
    description: change.description,
    event_types: change.eventTypes,
    include_messages: change.includeMessages,
    vouched_by: change.url === undefined ? undefined : credentialOf(by),
  }).filter(([, value]) => value !== undefined)
  return commit(desk, workspaceId, id, async (tx, row) => {
    if (named.length === 0) return row
    await tell(tx, workspaceId, 'webhook.endpoint.changed', {
      endpointId: id,
      changed: named.map(([name]) => name).filter((name) => name !== 'vouched_by'),
    })
    // What the former address failed at, or asked for, is not the new one's.
    const isMoved = change.url !== undefined && change.url !== row.url
    const afresh = isMoved ? { failing_since: null, resume_at: '-infinity' } : {}
    return writeEndpoint(tx, id, { ...Object.fromEntries(named), ...afresh })
  })
}

/** What waits for it is cancelled; a request that is under way is not called back. */
export async function deleteEndpoint(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
): Promise<WebhookEndpoint> {
  return commit(desk, workspaceId, id, async (tx, row) => {
    await tx.query('delete from webhook_endpoints where id = $1', [id])
    await cancelPending(tx, id)
    await tell(tx, workspaceId, 'webhook.endpoint.deleted', { endpointId: id })
    return row
  })
}

/**
 * Makes a new secret. The former one signs too for `overlapHours`, so that receivers can change over without missing
 * anything; one that was former already goes.
 */
export async function rotateSecret(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  overlapHours: number,
): Promise<WithSecret> {
  const secret = newSecret()
  const endpoint = await commit(desk, workspaceId, id, async (tx, row) => {
    await tell(tx, workspaceId, 'webhook.endpoint.changed', { endpointId: id, changed: ['secret'] })
    const keep = overlapHours > 0
    return writeEndpoint(tx, id, {
      secret: JSON.stringify(desk.box.seal(id, secret)),
      former_secret: keep ? JSON.stringify(row.secret) : null,
      former_secret_until: keep ? new Date(Date.now() + overlapHours * 3_600_000) : null,
    })
  })
  return { ...endpoint, secret }
}

/** Deliveries that wait are kept and wait on; events go on being noted only by the log. */
export async function disableEndpoint(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  by: string,
): Promise<WebhookEndpoint> {
  return commit(desk, workspaceId, id, async (tx, row) =>
    row.state === 'disabled' ? row : disableHeld(tx, row, { reason: 'asked', by }),
  )
}

/** Of an endpoint that the transaction holds. */
export async function disableHeld(
  tx: Queryable,
  { id, workspace_id }: Pick<EndpointRow, 'id' | 'workspace_id'>,
  { reason, by }: { readonly reason: WebhookDisabledReason; readonly by: string },
): Promise<EndpointRow | null> {
  await tell(tx, workspace_id, 'webhook.endpoint.disabled', { endpointId: id, reason, by })
  return writeEndpoint(tx, id, {
    state: 'disabled',
    disabled_reason: reason,
    disabled_by: by,
    disabled_at: new Date(),
  })
}

/**
 * `missed`: it goes on where it stopped, so everything that happened meanwhile is delivered. `now`: that is passed over, and
 * what waited is cancelled. The same of one that its receiver asked to pause, which that ends. One that is at work goes on.
 */
export async function enableEndpoint(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  from: 'missed' | 'now',
  by: Voucher,
): Promise<WebhookEndpoint> {
  const end = from === 'now' ? await desk.endOfLog() : undefined
  return commit(desk, workspaceId, id, async (tx, row) => {
    const isEnabled = row.state === 'enabled'
    if (isEnabled && (end === undefined || row.paused_until === null)) return endPause(tx, row)
    if (end !== undefined) await cancelPending(tx, id)
    await tell(tx, workspaceId, 'webhook.endpoint.enabled', { endpointId: id, from })
    const switchedOn = {
      ...{ state: 'enabled', disabled_reason: null, disabled_by: null, disabled_at: null },
      vouched_by: credentialOf(by),
    }
    return writeEndpoint(tx, id, {
      ...(isEnabled ? {} : switchedOn),
      failing_since: null,
      resume_at: '-infinity',
      ...(end === undefined ? {} : { cursor: Math.max(end, row.cursor) }),
    })
  })
}

async function commit(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
  change: (tx: Queryable, row: EndpointRow) => Promise<EndpointRow | null>,
): Promise<WebhookEndpoint> {
  const changed = await inTransaction(desk.pool, async (tx) => {
    const row = await findEndpoint(tx, workspaceId, id, 'for update')
    return (await change(tx, row)) ?? row
  })
  desk.changed()
  return toEndpoint(changed)
}

async function cancelPending(tx: Queryable, id: WebhookEndpointId): Promise<void> {
  await tx.query(
    `update webhook_deliveries set state = 'cancelled', next_attempt_at = null, lease_id = null, settled_at = now()
     where endpoint_id = $1 and state = 'pending'`,
    [id],
  )
}

async function tell(tx: Queryable, workspaceId: WorkspaceId, type: EventType, data: Record<string, unknown>) {
  await appendEvents(tx, [{ workspaceId, type, occurredAt: Date.now(), data }])
}
