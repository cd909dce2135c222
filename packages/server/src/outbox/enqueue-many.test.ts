import type { OutboundContent } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../store/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { cancelMany } from './cancel-send.ts'
import { type BatchItem, considerMany, type PersonTarget, targetOf } from './consider-many.ts'
import { checkMessage, enqueueMessage } from './enqueue.ts'
import { enqueueMany, type QueueItem } from './enqueue-many.ts'
import { addCustomer, assistant, type Desk, makeDesk, program, rules } from './outbox.case.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const template: OutboundContent = { type: 'template', name: 'hello', language: 'en' }
const phone = (value: string): PersonTarget => ({ kind: 'phone', value })

const batchOf = <Item extends BatchItem>(desk: Desk, items: readonly Item[], caller = program) => ({
  workspaceId: desk.workspaceId,
  accountId: desk.accountId,
  caller,
  items,
})

function queueItem(to: PersonTarget, key: string, more: Partial<QueueItem> = {}): QueueItem {
  return { to, content: template, idempotencyKey: key, dueAt: null, ...more }
}

function queue(desk: Desk, items: readonly QueueItem[]) {
  return inTransaction(database.pool, async (tx) => {
    const batch = batchOf(desk, items)
    return enqueueMany(tx, batch, await considerMany(tx, rules, batch))
  })
}

const made = ['id', 'message_id', 'conversation_id', 'contact_id', 'workspace_id', 'account_id', 'wamid', 'part_of']
/** What stands in the tables of a workspace, without what differs by nature. */
async function everythingOf({ workspaceId }: Desk): Promise<unknown> {
  const rows = []
  for (const table of ['messages', 'outbox', 'conversations', 'contacts', 'identities', 'search_words', 'send_pace']) {
    const result = await database.pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table} t where workspace_id = $1`,
      [workspaceId],
    )
    const shown = result.rows.map(({ row }) =>
      JSON.stringify(
        Object.entries(row).filter(([name]) => !made.includes(name) && !/_at$|fingerprint|held_until/.test(name)),
      ),
    )
    rows.push([table, shown.toSorted()])
  }
  const events = await database.pool.query(
    `select type, data - 'sendId' as data, contact_id is null as nobody, conversation_id is null as nowhere, message_id is null as nothing
     from events where workspace_id = $1 order by type, data::text`,
    [workspaceId],
  )
  return [rows, events.rows]
}

test('many are written as each alone would be', async () => {
  const phones = ['+491701000001', '+491701000002']
  const together = await makeDesk(database)
  const alone = await makeDesk(database)
  const targets = (desk: Desk) => [
    ...phones.map(phone),
    { kind: 'bsuid', value: 'US.13491208655302741918' } as const,
    { kind: 'contact', value: desk.contactId } as const,
  ]
  const contents: OutboundContent[] = [
    template,
    { type: 'image', media: { link: 'https://shop.example.com/1.jpg' }, caption: 'A table' },
  ]
  const choose = (desk: Desk) =>
    targets(desk).map((to, index) =>
      queueItem(to, `key-${index}`, { content: to.kind === 'contact' ? (contents[1] ?? template) : template }),
    )
  await queue(together, choose(together))
  for (const { to, content, idempotencyKey } of choose(alone)) {
    const asked = {
      workspaceId: alone.workspaceId,
      accountId: alone.accountId,
      caller: program,
      purpose: 'bulk',
    } as const
    await inTransaction(database.pool, (tx) =>
      enqueueMessage(tx, rules, { ...asked, to: targetOf(to), content, idempotencyKey }),
    )
  }
  const shown = JSON.stringify(await everythingOf(together)).replace(/\+?4915\d+/g, 'the customer')
  expect(shown).toBe(JSON.stringify(await everythingOf(alone)).replace(/\+?4915\d+/g, 'the customer'))
})

test('the gate says of many what it says of each', async () => {
  const desk = await makeDesk(database)
  const stopped = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`update contacts set opted_out_at = now() where id = $1`, [stopped.contactId])
  const blocked = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`update conversations set policy = 'block' where id = $1`, [blocked.conversationId])
  const watched = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`update conversations set policy = 'approve' where id = $1`, [watched.conversationId])
  const erased = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`update contacts set erased_at = now() where id = $1`, [erased.contactId])
  const nameless = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`delete from identities where contact_id = $1`, [nameless.contactId])
  const merged = await addCustomer(database, desk.workspaceId, desk.accountId)
  await database.pool.query(`update contacts set merged_into = $2 where id = $1`, [merged.contactId, stopped.contactId])
  const contacts = [desk, stopped, blocked, watched, erased, nameless, merged].map(({ contactId }) => contactId)
  const targets: PersonTarget[] = [
    phone('+491709999999'),
    ...contacts.map((value): PersonTarget => ({ kind: 'contact', value })),
    { kind: 'contact', value: '0190b0a0-0000-7000-8000-000000000000' },
  ]
  const text: OutboundContent = { type: 'text', text: 'hello' }
  const sticker: OutboundContent = { type: 'sticker', media: { providerMediaId: '1' } }
  const seen = new Set<string>()
  for (const caller of [program, assistant, { ...program, maySend: false }])
    for (const content of [template, text, sticker]) {
      const items = targets.map((to) => ({ to, content }))
      const many = await considerMany(database.pool, rules, batchOf(desk, items, caller))
      for (const [index, { decision }] of many.entries()) {
        const to = targetOf(targets[index] ?? phone(''))
        const request = {
          workspaceId: desk.workspaceId,
          accountId: desk.accountId,
          caller,
          to,
          content,
          purpose: 'bulk',
        } as const
        const single = await checkMessage(database.pool, rules, request).catch((error: { code: string }) => error)
        seen.add('code' in decision ? decision.code : decision.outcome)
        if ('code' in decision && decision.code === 'recipient-unreachable') continue // said when it is queued
        expect('code' in decision ? decision.code : decision).toEqual('code' in single ? single.code : single)
      }
    }
  expect([...seen].toSorted()).toEqual([
    'allow',
    'approve',
    'chat-blocked',
    'contact-erased',
    'content-not-supported',
    'opted-out',
    'recipient-not-found',
    'recipient-unreachable',
    'sender-may-not-send',
    'window-closed',
  ])
})

test('the same key is not queued twice, and nothing of the second is left', async () => {
  const desk = await makeDesk(database)
  await queue(desk, [queueItem(phone('+491701000011'), 'once')])
  await expect(queue(desk, [queueItem(phone('+491701000012'), 'once')])).rejects.toThrow(/outbox_idempotency/)
  const { rows } = await database.pool.query(
    `select from identities where workspace_id = $1 and value = '+491701000012'`,
    [desk.workspaceId],
  )
  expect(rows).toEqual([])
})

test('two who make the same people at once end with one of each', async () => {
  const desk = await makeDesk(database)
  const phones = Array.from({ length: 20 }, (_, index) => phone(`+4917020000${10 + index}`))
  await Promise.all(
    [1, 2, 3].map((batch) =>
      queue(
        desk,
        phones.map((to, index) => queueItem(to, `at-once ${batch} ${index}`)),
      ),
    ),
  )
  const { rows } = await database.pool.query(
    `select count(*)::int as sends, count(distinct conversation_id)::int as conversations from outbox where workspace_id = $1`,
    [desk.workspaceId],
  )
  expect(rows).toEqual([{ sends: 60, conversations: 20 }])
  const people = await database.pool.query(`select from contacts where workspace_id = $1`, [desk.workspaceId])
  expect(people.rowCount).toBe(21)
})

test('many are taken back at once, but for what has left', async () => {
  const desk = await makeDesk(database)
  const [first, second] = await queue(
    desk,
    [1, 2].map((n) => queueItem(phone(`+49170100003${n}`), `back ${n}`)),
  )
  await database.pool.query(`update outbox set state = 'accepted' where id = $1`, [first?.sendId])
  const sendIds = [first, second].map((each) => each?.sendId ?? '')
  const { workspaceId } = desk
  expect(await inTransaction(database.pool, (tx) => cancelMany(tx, { workspaceId, sendIds, by: 'test' }))).toEqual([
    second?.sendId,
  ])
})
