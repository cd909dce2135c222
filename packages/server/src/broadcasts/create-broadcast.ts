import type { BroadcastId, CreateBroadcast, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { appendEvents } from '../events/append.ts'
import { type Caller, callerRecord } from '../outbox/caller.ts'
import { regionOfPhone } from '../outbox/parse-recipient.ts'
import { requireReach } from '../outbox/reach.ts'
import { fingerprintOf } from '../outbox/request-fingerprint.ts'
import { findAccount } from '../outbox/resolve-place.ts'
import { SendRefusal } from '../outbox/send-refusal.ts'
import type { Queryable } from '../store/database.ts'
import { lockWorkspaceShared } from '../store/locks.ts'
import { acceptRecipients, insertRecipients, type RowProblem, type Tally } from './insert-recipients.ts'
import { readRow } from './read-row.ts'
import { refuseContent, refusePace } from './refuse-content.ts'

export interface NewBroadcast {
  readonly workspaceId: WorkspaceId
  readonly caller: Caller
  readonly asked: CreateBroadcast
  readonly idempotencyKey?: string | undefined
}

export interface Created {
  readonly id: BroadcastId
  /** The key was used before for the same request. */
  readonly repeated: boolean
  readonly tally: Tally | null
  readonly problems: readonly RowProblem[]
}

/**
 * A draft, with the recipients that the request holds. Nothing is sent until it is started.
 * @throws {Refusal} no-account, out-of-reach, idempotency-conflict, invalid-request for Liquid that is none or a pace above the number's
 */
export async function createBroadcast(
  tx: Queryable,
  { workspaceId, caller, asked, idempotencyKey }: NewBroadcast,
): Promise<Created> {
  await lockWorkspaceShared(tx, workspaceId)
  const account = await findAccount(tx, workspaceId, asked.accountId)
  // Who reaches some contacts only would not see it again.
  requireReach(caller.reach, { accountId: account.id, contactId: null })
  refuseContent(asked.content)
  await refusePace(tx, account.id, asked.perSecond)
  const id = uuidv7() as BroadcastId // made here
  const requestFingerprint = fingerprintOf(asked)
  const { rowCount } = await tx.query(
    `insert into broadcasts (id, workspace_id, account_id, name, state, content, per_second, created_by, idempotency_key, request_fingerprint)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9)
     on conflict (workspace_id, idempotency_key) where idempotency_key is not null do nothing`,
    [
      id,
      workspaceId,
      account.id,
      asked.name,
      JSON.stringify(asked.content),
      asked.perSecond ?? null,
      JSON.stringify(callerRecord(caller)),
      idempotencyKey ?? null,
      requestFingerprint,
    ],
  )
  if (rowCount === 0) return repeated(tx, workspaceId, idempotencyKey ?? '', requestFingerprint)
  const by = `${caller.kind}:${caller.name}`
  const data = { broadcastId: id, state: 'draft', by }
  await appendEvents(tx, [
    { workspaceId, type: 'broadcast.changed', occurredAt: Date.now(), accountId: account.id, data },
  ])
  if (!asked.recipients || asked.recipients.length === 0) return { id, repeated: false, tally: null, problems: [] }
  const region = account.default_region ?? regionOfPhone(account.display_phone_number)
  const rows = asked.recipients.map(({ to, variables = {} }) => readRow({ line: null, to, variables }, region))
  const { tally, problems } = await insertRecipients(tx, { workspaceId, broadcastId: id, first: 1 }, rows)
  await acceptRecipients(tx, id, tally)
  return { id, repeated: false, tally, problems }
}

async function repeated(tx: Queryable, workspaceId: WorkspaceId, key: string, fingerprint: string): Promise<Created> {
  const { rows } = await tx.query<{ id: BroadcastId; request_fingerprint: string }>(
    `select id, request_fingerprint from broadcasts where workspace_id = $1 and idempotency_key = $2`,
    [workspaceId, key],
  )
  const [before] = rows
  if (before?.request_fingerprint === fingerprint) return { id: before.id, repeated: true, tally: null, problems: [] }
  throw new SendRefusal(
    'idempotency-conflict',
    'The idempotency key was used for another request. Use a new key for a new broadcast.',
  )
}
