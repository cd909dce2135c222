import type pg from 'pg'
import { startDispatcher } from '../../packages/server/src/outbox/dispatch.ts'
import type { Dispatcher } from '../../packages/server/src/outbox/dispatcher.ts'
import { testTransport } from './instant-transport.ts'

export interface Desk {
  readonly workspaceId: string
  readonly accountId: string
}

/** An account of its own with a limit of messages a second. */
export async function makeDesk(pool: pg.Pool, rate: number): Promise<Desk> {
  const { rows } = await pool.query<Desk>(
    `with w as (insert into workspaces (id, name) values (gen_random_uuid(), 'bench') returning id),
     a as (insert into accounts (id, workspace_id, transport, external_id, send_rate)
       select gen_random_uuid(), id, 'cloud-api', gen_random_uuid(), $1 from w returning id, workspace_id),
     p as (insert into send_pace (account_id, workspace_id) select id, workspace_id from a)
     select workspace_id as "workspaceId", id as "accountId" from a`,
    [rate],
  )
  const [desk] = rows
  if (!desk) throw new Error('the desk was not made')
  return desk
}

/** So many people, each with one message that waits. */
export async function fill(pool: pg.Pool, { workspaceId, accountId }: Desk, count: number): Promise<void> {
  await pool.query(
    `with people as (insert into contacts (id, workspace_id) select uuidv7(), $1 from generate_series(1, $3) returning id),
     named as (insert into identities select $1, 'bsuid', 'DE.' || replace(id::text, '-', ''), id, now() from people),
     places as (insert into conversations (id, workspace_id, account_id, kind, contact_id, last_inbound_at)
       select uuidv7(), $1, $2, 'direct', id, now() from people returning id),
     new as (select uuidv7() as id, id as place, '+4915' || lpad(row_number() over ()::text, 9, '2') as phone from places),
     said as (insert into messages (id, workspace_id, account_id, conversation_id, wamid, direction, type, content, text, search_text,
       sent_at, source, source_rank, fingerprint) select id, $1, $2, place, 'local:' || id, 'outbound', 'text',
       '{"type":"text","text":"Your parcel is here"}', 'Your parcel is here', 'your parcel is here', now(), 'api', 5, '' from new)
     insert into outbox (id, workspace_id, account_id, conversation_id, message_id, state, priority, due_at, recipient, content,
       request_fingerprint, requested_by)
     select id, $1, $2, place, id, 'queued', 2, now(), jsonb_build_object('phone', phone), '{"type":"text","text":"Your parcel is here"}', '', '{}'
     from new`,
    [workspaceId, accountId, count],
  )
  await pool.query('vacuum analyze outbox')
}

export async function accepted(pool: pg.Pool, { accountId }: Desk): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from outbox where account_id = $1 and state = 'accepted'`,
    [accountId],
  )
  return rows[0]?.n ?? 0
}

export function startOne(pool: pg.Pool, left: (sendId: string) => void): Dispatcher {
  return startDispatcher({
    pool,
    transports: { 'cloud-api': testTransport(left) },
    accountOf: (accountId) =>
      Promise.resolve({ accountId, externalId: '1', businessAccountId: null, secrets: {}, settings: {} }),
    log: { info() {}, warn: console.log, error: console.log },
  })
}
