import { setTimeout as sleep } from 'node:timers/promises'
import type { AccountId, ContactId, ConversationId, SendState, WorkspaceId } from '@switchboard/contract'
import { type DatabaseHandle, openDatabase } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import type { Transport } from '../transports/transport.ts'
import type { Caller } from './caller.ts'
import { startDispatcher } from './dispatch.ts'
import type { Dispatcher, DispatcherSettings } from './dispatcher.ts'
import { enqueueMessage } from './enqueue.ts'
import { testCapabilities } from './scripted-transport.case.ts'
import type { Enqueued, SendRequest, SendRules } from './send-request.ts'

export const rules: SendRules = { capabilitiesOf: (name) => (name === 'cloud-api' ? testCapabilities : undefined) }
export const program: Caller = { kind: 'key', id: 'k1', name: 'shop', maySend: true, assistant: false, policy: null }
export const assistant: Caller = { ...program, id: 'k2', name: 'helper', assistant: true }

/** What dispatchers complained about. */
export const complaints: object[] = []

export interface Desk {
  readonly workspaceId: WorkspaceId
  readonly accountId: AccountId
  readonly contactId: ContactId
  readonly conversationId: ConversationId
}

let phones = 0

/** A workspace with an account and a customer who wrote a minute ago. */
export async function makeDesk(database: TestDatabase, wrote = Date.now() - 60_000): Promise<Desk> {
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId)
  return { workspaceId, accountId, ...(await addCustomer(database, workspaceId, accountId, wrote)) }
}

export async function addCustomer(
  database: TestDatabase,
  workspaceId: WorkspaceId,
  accountId: AccountId,
  wrote = Date.now() - 60_000,
) {
  const seed = createSeed(database.pool)
  phones += 1
  const contactId = await seed.contact(workspaceId, { phone: `+49151${String(20_000_000 + phones)}` })
  const conversationId = await seed.conversation(workspaceId, accountId, contactId)
  await seed.message(conversationId, { text: 'hello', at: wrote })
  return { contactId, conversationId }
}

/** Many customers at once, for what is about numbers. */
export async function addCustomers(
  database: TestDatabase,
  desk: Pick<Desk, 'workspaceId' | 'accountId'>,
  count: number,
): Promise<string[]> {
  phones += count
  const { rows } = await database.pool.query<{ id: string }>(
    `with people as (insert into contacts (id, workspace_id) select gen_random_uuid(), $1 from generate_series(1, $3) returning id),
     named as (insert into identities select $1, 'phone', '+49' || (16000000000 + $4 + row_number() over ()), id, now() from people)
     insert into conversations (id, workspace_id, account_id, kind, contact_id, last_inbound_at)
     select gen_random_uuid(), $1, $2, 'direct', id, now() from people returning id`,
    [desk.workspaceId, desk.accountId, count, phones],
  )
  return rows.map(({ id }) => id)
}

export function send(
  database: TestDatabase,
  desk: Desk,
  more: Partial<SendRequest> & { text?: string } = {},
): Promise<Enqueued> {
  const { text = 'hi there', ...request } = more
  return inTransaction(database.pool, (tx) =>
    enqueueMessage(tx, rules, {
      workspaceId: desk.workspaceId,
      caller: program,
      to: { conversationId: desk.conversationId },
      content: { type: 'text', text },
      ...request,
    }),
  )
}

/** The same database at a distance: every query takes so much longer. */
export function slowDatabase({ connectionString }: TestDatabase, milliseconds: number): DatabaseHandle {
  const handle = openDatabase({ connectionString, applicationName: 'far away' })
  handle.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...options: unknown[]) => unknown // one of its many signatures
    Object.assign(client, {
      query: async (...options: unknown[]) => {
        await sleep(milliseconds)
        return query(...options)
      },
    })
  })
  return handle
}

/** Queues a text to each of these conversations, as enqueueing one by one would, in one statement. */
export async function queueMany(
  database: TestDatabase,
  desk: Pick<Desk, 'workspaceId' | 'accountId'>,
  conversations: readonly string[],
  priority = 1,
): Promise<void> {
  await database.pool.query(
    `with pace as (insert into send_pace (account_id, workspace_id) values ($2, $1) on conflict do nothing),
     new as (select uuidv7() as id, conversation_id from unnest($3::uuid[]) conversation_id),
     said as (insert into messages (id, workspace_id, account_id, conversation_id, wamid, direction, type, content, sent_at, source,
       source_rank, fingerprint) select id, $1, $2, conversation_id, 'local:' || id, 'outbound', 'text', '{"type":"text","text":"x"}',
       now(), 'api', 5, '' from new)
     insert into outbox (id, workspace_id, account_id, conversation_id, message_id, state, priority, due_at, recipient, content,
       request_fingerprint, requested_by)
     select id, $1, $2, conversation_id, id, 'queued', $4, now(), '{"phone":"+491"}', '{"type":"text","text":"x"}', '', '{}' from new`,
    [desk.workspaceId, desk.accountId, conversations, priority],
  )
}

export function dispatch(
  database: Pick<DatabaseHandle, 'pool'>,
  transport: Transport,
  settings: Partial<DispatcherSettings> = {},
  listed?: SendRules,
): Dispatcher {
  return startDispatcher({
    pool: database.pool,
    transports: { 'cloud-api': transport },
    accountOf: (accountId) =>
      Promise.resolve({ accountId, externalId: '1', businessAccountId: null, secrets: {}, settings: {} }),
    settings: { sweepMilliseconds: 50, ...settings },
    rules: listed,
    log: { info() {}, warn() {}, error: (fields, message) => void complaints.push({ message, ...fields }) },
  })
}

export async function stateOf(database: TestDatabase, id: string | undefined) {
  const { rows } = await database.pool.query<{
    state: SendState
    wamid: string | null
    attempts: number
    error: { code: string; providerCode?: unknown } | null
    message_wamid: string | null
    status: string | null
  }>(
    `select o.state, o.wamid, o.attempts, o.error, m.wamid as message_wamid, m.status
     from outbox o left join messages m on m.id = o.message_id where o.id = $1`,
    [id],
  )
  return rows[0]
}

/** Each type once, where it came first: on a busy machine a slot may be missed, and then it is queued and sent again. */
export async function eventsOf(database: TestDatabase, id: string | undefined): Promise<string[]> {
  const { rows } = await database.pool.query<{ type: string }>(
    `select type from events where data->>'sendId' = $1 group by type order by min(seq)`,
    [id],
  )
  return rows.map(({ type }) => type)
}
