import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../store/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { cancelSend } from './cancel-send.ts'
import { checkMessage, enqueueMessage } from './enqueue.ts'
import { addCustomer, eventsOf, makeDesk, program, rules, send, stateOf } from './outbox.case.ts'
import type { SendRules } from './send-request.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function count(table: string, workspaceId: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where workspace_id = $1`,
    [workspaceId],
  )
  return rows[0]?.n ?? -1
}

test('a send is a message at once, in its conversation, found by search', async () => {
  const desk = await makeDesk(database)
  const { sends, conversationId, approvalId } = await send(database, desk, { text: 'Your parcel is here' })
  expect({ conversationId, approvalId }).toEqual({ conversationId: desk.conversationId, approvalId: null })
  const { rows } = await database.pool.query(
    `select wamid, direction, text, source, source_rank, status from messages where id = $1 and search_vector @@ 'parcel'::tsquery`,
    [sends[0]?.id],
  )
  expect(rows).toEqual([
    {
      wamid: `local:${sends[0]?.id}`,
      direction: 'outbound',
      text: 'Your parcel is here',
      source: 'api',
      source_rank: 5,
      status: null,
    },
  ])
  expect(await eventsOf(database, sends[0]?.id)).toEqual(['message.queued'])
})

test('the same key is one send, however many ask at once', async () => {
  const desk = await makeDesk(database)
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(database, desk, { idempotencyKey: 'once' })))
  expect(new Set(answers.map(({ sends }) => sends[0]?.id)).size).toBe(1)
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
  expect(await count('outbox', desk.workspaceId)).toBe(1)
})

test('the same key with another request is refused', async () => {
  const desk = await makeDesk(database)
  await send(database, desk, { idempotencyKey: 'k' })
  await expect(send(database, desk, { idempotencyKey: 'k', text: 'other' })).rejects.toMatchObject({
    code: 'idempotency-conflict',
  })
})

test('keys of two workspaces do not meet', async () => {
  const [one, other] = [await makeDesk(database), await makeDesk(database)]
  await send(database, one, { idempotencyKey: 'k' })
  expect(await send(database, other, { idempotencyKey: 'k', text: 'other' })).toMatchObject({ repeated: false })
})

test('a contact and a conversation are made for a new number, once, however many ask at once', async () => {
  const desk = await makeDesk(database)
  const template = { type: 'template', name: 'hello', language: 'de' } as const
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => send(database, desk, { to: '+49 170 1112223', content: template })),
  )
  expect(new Set(answers.map(({ conversationId }) => conversationId)).size).toBe(1)
  const { rows } = await database.pool.query(
    `select kind, value from identities where workspace_id = $1 and value like '%1701112223' order by kind`,
    [desk.workspaceId],
  )
  expect(rows).toEqual([
    { kind: 'phone', value: '+491701112223' },
    { kind: 'wa_id', value: '491701112223' },
  ])
  expect(await count('contacts', desk.workspaceId)).toBe(2)
})

test('a refusal leaves nothing behind, and the transaction can go on', async () => {
  const desk = await makeDesk(database)
  await expect(send(database, desk, { to: '+49 170 5556667' })).rejects.toMatchObject({ code: 'window-closed' })
  expect(await count('contacts', desk.workspaceId)).toBe(1)
  expect(await count('outbox', desk.workspaceId)).toBe(0)
})

test('a dry run says what would be decided and writes nothing', async () => {
  const desk = await makeDesk(database)
  const request = {
    workspaceId: desk.workspaceId,
    caller: program,
    to: '+49 170 5556667',
    content: { type: 'text', text: 'x' },
  } as const
  expect(await inTransaction(database.pool, (tx) => checkMessage(tx, rules, request))).toMatchObject({
    code: 'window-closed',
  })
  expect(await count('contacts', desk.workspaceId)).toBe(1)
})

test('a text beyond the limit becomes parts, in order, under one key', async () => {
  const desk = await makeDesk(database)
  const text = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ')
  const first = await send(database, desk, { text, split: true, idempotencyKey: 'long' })
  expect(first.sends.length).toBe(2)
  const { rows } = await database.pool.query<{ text: string }>(
    `select content->>'text' as text from outbox where workspace_id = $1 order by id`,
    [desk.workspaceId],
  )
  expect(rows.map((row) => row.text).join(' ')).toBe(text)
  expect(await send(database, desk, { text, split: true, idempotencyKey: 'long' })).toMatchObject({
    repeated: true,
    sends: first.sends,
  })
})

test('a quote must be of this conversation', async () => {
  const desk = await makeDesk(database)
  const other = { ...desk, ...(await addCustomer(database, desk.workspaceId, desk.accountId)) }
  const { rows } = await database.pool.query<{ id: string; wamid: string }>(
    `select id, wamid from messages where conversation_id = $1`,
    [desk.conversationId],
  )
  const quotedMessageId = rows[0]?.id
  await expect(send(database, other, { quotedMessageId })).rejects.toMatchObject({ code: 'quote-not-found' })
  const { sends } = await send(database, desk, { quotedMessageId })
  const { rows: quoted } = await database.pool.query(`select quoted_wamid from outbox where id = $1`, [sends[0]?.id])
  expect(quoted).toEqual([{ quoted_wamid: rows[0]?.wamid }])
  await expect(send(database, desk, { quotedMessageId: sends[0]?.id })).rejects.toMatchObject({
    code: 'quote-not-sent',
  })
})

test('an erased person can not be written to, and erasing takes what is queued along', async () => {
  const desk = await makeDesk(database)
  const { sends } = await send(database, desk)
  await database.pool.query(`delete from messages where id = $1`, [sends[0]?.id])
  expect(await stateOf(database, sends[0]?.id)).toBeUndefined()
  await database.pool.query(`update contacts set erased_at = now() where id = $1`, [desk.contactId])
  await expect(send(database, desk, { to: { contactId: desk.contactId } })).rejects.toMatchObject({
    code: 'contact-erased',
  })
})

test('another workspace has no such contact', async () => {
  const [one, other] = [await makeDesk(database), await makeDesk(database)]
  await expect(send(database, one, { to: other.conversationId })).rejects.toMatchObject({ code: 'recipient-not-found' })
  await expect(send(database, one, { to: { contactId: other.contactId } })).rejects.toMatchObject({
    code: 'recipient-not-found',
  })
  await expect(send(database, one, { accountId: other.accountId })).rejects.toMatchObject({ code: 'no-account' })
})

test('what has not left can be cancelled, twice as well; what has left can not', async () => {
  const desk = await makeDesk(database)
  const { sends } = await send(database, desk)
  const cancel = (sendId: string) =>
    inTransaction(database.pool, (tx) => cancelSend(tx, { workspaceId: desk.workspaceId, sendId, by: 'shop' }))
  const id = sends[0]?.id ?? ''
  await cancel(id)
  await cancel(id)
  expect(await eventsOf(database, id)).toEqual(['message.queued', 'message.cancelled'])
  const { sends: left } = await send(database, desk)
  await database.pool.query(`update outbox set state = 'accepted' where id = $1`, [left[0]?.id])
  await expect(cancel(left[0]?.id ?? '')).rejects.toMatchObject({ code: 'cancel-too-late' })
  await expect(cancel(desk.contactId)).rejects.toMatchObject({ code: 'send-not-found' })
})

test('a template answers nobody unless that is stated, and marketing never does, so that a STOP still reaches it', async () => {
  const desk = await makeDesk(database)
  const content = { type: 'template', name: 'offer', language: 'en' } as const
  const priorityOf = async (category: string, purpose?: 'reply' | 'bulk') => {
    const known: SendRules = {
      ...rules,
      templates: { find: async () => ({ category, status: 'APPROVED' }), approved: async () => [] },
    }
    const { workspaceId, conversationId } = desk
    const request = { workspaceId, caller: program, to: { conversationId }, content, purpose }
    const { sends } = await inTransaction(database.pool, (tx) => enqueueMessage(tx, known, request))
    const { rows } = await database.pool.query('select priority from outbox where id = $1', [sends[0]?.id])
    return rows[0]?.priority
  }
  expect(await priorityOf('UTILITY')).toBe(1)
  expect(await priorityOf('UTILITY', 'reply')).toBe(0)
  expect(await priorityOf('MARKETING', 'reply')).toBe(1)
  expect(await priorityOf('MARKETING', 'bulk')).toBe(2)
})

test('a STOP is nothing to answer, unless an answer is what is stated', async () => {
  const desk = await makeDesk(database)
  await database.pool.query(
    `update contacts set opted_out_at = (select last_inbound_at from conversations where id = $2) where id = $1`,
    [desk.contactId, desk.conversationId],
  )
  await expect(send(database, desk)).rejects.toMatchObject({ code: 'opted-out' })
  expect(await send(database, desk, { purpose: 'reply' })).toMatchObject({ sends: [{ state: 'queued' }] })
  await database.pool.query(`update conversations set last_inbound_at = now() where id = $1`, [desk.conversationId])
  expect(await send(database, desk)).toMatchObject({ sends: [{ state: 'queued' }] })
})
