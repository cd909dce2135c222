import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startProjector } from '../ingest/project/projector.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import type { InboundItem, StatusItem } from '../transports/inbound-item.ts'
import { TransportError } from '../transports/transport-error.ts'
import { findUnknown } from './find-unknown.ts'
import { type Desk, dispatch, eventsOf, makeDesk, send, stateOf } from './outbox.case.ts'
import { scriptedTransport } from './scripted-transport.case.ts'
import { settleUnknown } from './settle-unknown.ts'
import { sweepLeases } from './sweep-leases.ts'

/** A busy machine may need it; what never comes fails all the same. */
const patience = { timeout: 60_000 }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const lost = () =>
  Promise.reject(new TransportError({ outcome: 'unknown', retryable: false, sentence: 'The answer was lost.' }))

async function loseOne(desk: Desk): Promise<string> {
  await using dispatcher = dispatch(database, scriptedTransport(lost))
  const { sends } = await send(database, desk)
  await dispatcher.drain()
  return sends[0]?.id ?? ''
}

let seq = 0
type Receipt = Pick<StatusItem, 'wamid' | 'status' | 'callbackData'>

/** Receipts, as their webhook would bring them. */
function receive(desk: Desk, ...statuses: Receipt[]): Promise<void> {
  return project(desk, (base) =>
    statuses.map((status) => ({ ...base(), kind: 'status', statusName: status.status, errors: [], ...status })),
  )
}

/** The customer writes. */
function write(desk: Desk, ...texts: [text: string, at: number][]): Promise<void> {
  return project(desk, (base) =>
    texts.map(([text, at]) => {
      const common = base()
      const message = {
        kind: 'message',
        direction: 'inbound',
        source: 'live',
        content: { type: 'text', text },
      } as const
      return { ...common, ...message, at, wamid: `wamid.in${common.raw}` }
    }),
  )
}

async function project(
  desk: Desk,
  items: (base: () => Pick<StatusItem, 'account' | 'at' | 'party'> & { raw: number }) => InboundItem[],
): Promise<void> {
  const { rows } = await database.pool.query<{ external_id: string; phone: string }>(
    `select external_id, value as phone from accounts, identities where id = $1 and contact_id = $2 and kind = 'phone'`,
    [desk.accountId, desk.contactId],
  )
  const base = () => {
    seq += 1
    const party = { identities: [{ kind: 'phone' as const, value: rows[0]?.phone ?? '' }] }
    return { account: { phoneNumberId: rows[0]?.external_id }, at: Date.now() + seq, raw: seq, party }
  }
  await database.pool.query(
    `with x as materialized (select pg_current_xact_id() as xid)
     insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     select nextval('inbox_seq'), now(), 'cloud-api', 0, sha256($1::bytea), $1 from x where x.xid is not null`,
    [Buffer.from(JSON.stringify({ items: items(base) }))],
  )
  const readWebhook = (body: unknown) => body as { items: InboundItem[] } // written above
  const readers = { 'cloud-api': { transport: 'cloud-api', readWebhook } } as const
  await using projector = startProjector({ pool: database.pool, readers })
  await projector.drain()
}

test('a receipt that carries our token settles it: the message has its name and its receipt', async () => {
  const desk = await makeDesk(database)
  const id = await loseOne(desk)
  await receive(desk, { wamid: 'wamid.T1', status: 'delivered', callbackData: `sb:${id}` })
  expect(await stateOf(database, id)).toMatchObject({
    state: 'accepted',
    wamid: 'wamid.T1',
    message_wamid: 'wamid.T1',
    status: 'delivered',
  })
  expect(await eventsOf(database, id)).toEqual([
    'message.queued',
    'message.sending',
    'message.unknown',
    'message.accepted',
  ])
})

test('a receipt that overtakes the answer changes nothing about the end', async () => {
  const desk = await makeDesk(database)
  let answer = (_: { wamid: string }) => {}
  const transport = scriptedTransport(() => new Promise((resolve) => (answer = resolve)))
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  dispatcher.poke()
  await vi.waitFor(() => expect(transport.sent).toHaveLength(1), patience)
  const id = sends[0]?.id
  await receive(desk, { wamid: 'wamid.T2', status: 'sent', callbackData: `sb:${id}` })
  expect(await stateOf(database, id)).toMatchObject({ state: 'accepted', status: 'sent' })
  answer({ wamid: 'wamid.T2' })
  await dispatcher.drain()
  expect(await stateOf(database, id)).toMatchObject({ state: 'accepted', message_wamid: 'wamid.T2', status: 'sent' })
  const { rows } = await database.pool.query(
    `select from events where data->>'sendId' = $1 and type = 'message.accepted'`,
    [id],
  )
  expect(rows).toHaveLength(1)
})

test('a receipt without our token that overtakes the answer is joined to the message', async () => {
  const desk = await makeDesk(database)
  let answer = (_: { wamid: string }) => {}
  const transport = scriptedTransport(() => new Promise((resolve) => (answer = resolve)))
  await using dispatcher = dispatch(database, transport)
  const { sends } = await send(database, desk)
  dispatcher.poke()
  await vi.waitFor(() => expect(transport.sent).toHaveLength(1), patience)
  await receive(desk, { wamid: 'wamid.T3', status: 'sent' }, { wamid: 'wamid.T3', status: 'read' })
  answer({ wamid: 'wamid.T3' })
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({
    state: 'accepted',
    message_wamid: 'wamid.T3',
    status: 'read',
  })
  const { rows } = await database.pool.query(
    `select m.id, (select count(*)::int from statuses s where s.message_id = m.id) as receipts from messages m
     where account_id = $1 and direction = 'outbound'`,
    [desk.accountId],
  )
  expect(rows).toEqual([{ id: sends[0]?.id, receipts: 2 }])
})

test('STOP and START of a customer are known to the gate when their messages are there, in any order', async () => {
  const desk = await makeDesk(database)
  const bulk = () => send(database, desk, { purpose: 'bulk' })
  await write(desk, ['stop', Date.now()])
  await expect(bulk()).rejects.toMatchObject({ code: 'opted-out' })
  await write(desk, ['START', Date.now() - 10_000])
  await expect(bulk()).rejects.toMatchObject({ code: 'opted-out' })
  await write(desk, ['Start!', Date.now() + 10_000], ['stop sending me so many', Date.now() + 20_000])
  expect(await bulk()).toMatchObject({ sends: [{ state: 'queued' }] })
  const { rows } = await database.pool.query(
    `select type from events where contact_id = $1 and type like 'contact.opted%' order by seq`,
    [desk.contactId],
  )
  expect(rows).toEqual([{ type: 'contact.opted_out' }, { type: 'contact.opted_in' }, { type: 'contact.opted_in' }])
  await database.pool.query(`delete from outbox where account_id = $1`, [desk.accountId])
})

test('a receipt with the token of another account changes nothing', async () => {
  const [desk, other] = [await makeDesk(database), await makeDesk(database)]
  const id = await loseOne(desk)
  await receive(other, { wamid: 'wamid.T4', status: 'sent', callbackData: `sb:${id}` })
  expect(await stateOf(database, id)).toMatchObject({ state: 'unknown' })
})

test('a person says that it arrived, or that it is to be sent again; once', async () => {
  const desk = await makeDesk(database)
  const say = (sendId: string, verdict: 'sent' | 'not-sent') =>
    inTransaction(database.pool, (tx) =>
      settleUnknown(tx, { workspaceId: desk.workspaceId, sendId, by: 'key:shop', verdict }),
    )
  const arrived = await loseOne(desk)
  await say(arrived, 'sent')
  expect(await stateOf(database, arrived)).toMatchObject({ state: 'accepted', wamid: null })
  await expect(say(arrived, 'not-sent')).rejects.toMatchObject({ code: 'send-not-unknown' })
  await receive(desk, { wamid: 'wamid.T5', status: 'sent', callbackData: `sb:${arrived}` })
  expect(await stateOf(database, arrived)).toMatchObject({ state: 'accepted', wamid: 'wamid.T5', status: 'sent' })
  const gone = await loseOne(desk)
  await say(gone, 'not-sent')
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(await stateOf(database, gone)).toMatchObject({ state: 'accepted', attempts: 2 })
})

test('the provider is asked where it can say: what it has is accepted, what it does not have is sent again', async () => {
  const desk = await makeDesk(database)
  const [has, hasNot, cannotSay] = [await loseOne(desk), await loseOne(desk), await loseOne(desk)]
  await database.pool.query(`update outbox set settled_at = now() - interval '2 minutes' where state = 'unknown'`)
  const transport = {
    ...scriptedTransport(),
    findSent: (_: unknown, token: string) =>
      Promise.resolve(
        token === `sb:${has}` ? { wamid: 'wamid.F1' } : token === `sb:${hasNot}` ? ('not-sent' as const) : null,
      ),
  }
  const accountOf = (accountId: string) =>
    Promise.resolve({ accountId, externalId: '1', businessAccountId: null, secrets: {}, settings: {} })
  expect(await findUnknown({ pool: database.pool, transports: { 'cloud-api': transport }, accountOf })).toBe(2)
  expect(await stateOf(database, has)).toMatchObject({ state: 'accepted', wamid: 'wamid.F1' })
  expect(await stateOf(database, hasNot)).toMatchObject({ state: 'queued' })
  expect(await stateOf(database, cannotSay)).toMatchObject({ state: 'unknown' })
  await database.pool.query(`delete from outbox where id = $1`, [hasNot])
})

test('a dispatcher that is killed while messages are on their way leaves them unknown, and nobody sends them again', async () => {
  const desk = await makeDesk(database)
  const { sends } = await send(database, desk)
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./killed-dispatcher.child.ts', import.meta.url)),
    database.connectionString,
  ])
  const [said] = await once(child.stdout, 'data')
  expect(String(said).trim()).toBe(sends[0]?.id)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'leased' })
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  await database.pool.query(`update outbox set lease_expires_at = now() where id = $1`, [sends[0]?.id])
  await sweepLeases(database.pool)
  await dispatcher.drain()
  expect(await stateOf(database, sends[0]?.id)).toMatchObject({ state: 'unknown', error: { code: 'lease-expired' } })
  expect(transport.sent).toHaveLength(0)
})
