import type { MessageId } from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../store/in-transaction.ts'
import { getMessage } from '../store/queries/get-message.ts'
import { listScheduled } from '../store/queries/list-scheduled.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { cancelSend } from './cancel-send.ts'
import { enqueueMessage } from './enqueue.ts'
import { assistant, type Desk, dispatch, makeDesk, program, rules, send, stateOf } from './outbox.case.ts'
import { reviseScheduled, type ScheduleRevision } from './revise-scheduled.ts'
import { scriptedTransport } from './scripted-transport.case.ts'
import type { SendRequest } from './send-request.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const hour = 3_600_000
const day = 24 * hour

/** Something for later; who wrote an hour ago can be written to for 23 hours more. */
async function schedule(desk: Desk, more: object = {}): Promise<string> {
  const { sends } = await send(database, desk, { sendAt: Date.now() + hour, ...more })
  return sends[0]?.id ?? ''
}

const revise = (desk: Desk, sendId: string, more: Partial<ScheduleRevision>) =>
  inTransaction(database.pool, (tx) =>
    reviseScheduled(tx, rules, { workspaceId: desk.workspaceId, sendId, by: program, mayDecide: true, ...more }),
  )

const shown = (desk: Desk, id: string) => getMessage(database.db, desk.workspaceId, { messageId: id as MessageId }) // a send's id is its message's

test('what is for later is shown as scheduled, and leaves when it is due', async () => {
  const desk = await makeDesk(database)
  const id = await schedule(desk)
  const message = await shown(desk, id)
  expect(message?.sendState).toBe('scheduled')
  expect(Date.parse(message?.sendAt ?? '')).toBeGreaterThan(Date.now() + hour / 2)
  const waiting = await listScheduled(database.db, desk.workspaceId, desk.conversationId)
  expect(waiting.map((one) => one.id)).toEqual([id])
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(transport.sent).toHaveLength(0)
  await revise(desk, id, { sendAt: null })
  expect((await shown(desk, id))?.sendState).toBe('queued')
  await dispatcher.drain()
  expect(transport.sent.map(({ sendId }) => sendId)).toEqual([id])
  expect((await shown(desk, id))?.sendState).toBe('accepted')
  await expect(revise(desk, id, { sendAt: Date.now() + hour })).rejects.toMatchObject({ code: 'send-not-scheduled' })
})

test('its text and its time can be changed, which is told', async () => {
  const desk = await makeDesk(database)
  const id = await schedule(desk, { text: 'See you at nine' })
  const sendAt = Date.now() + 2 * hour
  await revise(desk, id, { content: { type: 'text', text: 'See you at ten' }, sendAt })
  const message = await shown(desk, id)
  expect(message).toMatchObject({ text: 'See you at ten', sendAt: new Date(sendAt).toISOString() })
  const { rows } = await database.pool.query(
    `select data from events where data->>'sendId' = $1 and type = 'message.queued' order by seq desc limit 1`,
    [id],
  )
  expect(rows).toMatchObject([{ data: { changed: true, sendAt: new Date(sendAt).toISOString() } }])
})

test('what is cancelled before its time does not leave', async () => {
  const desk = await makeDesk(database)
  const id = await schedule(desk)
  const { workspaceId } = desk
  await inTransaction(database.pool, (tx) => cancelSend(tx, { workspaceId, sendId: id, by: 'test' }))
  expect(await stateOf(database, id)).toMatchObject({ state: 'cancelled' })
  await expect(revise(desk, id, { sendAt: null })).rejects.toMatchObject({ code: 'send-not-scheduled' })
})

test('a text for a time at which the window will be closed is refused, first and when it is changed', async () => {
  const desk = await makeDesk(database)
  await expect(schedule(desk, { sendAt: Date.now() + 2 * day })).rejects.toMatchObject({ code: 'window-closed' })
  const id = await schedule(desk)
  await expect(revise(desk, id, { sendAt: Date.now() + 2 * day })).rejects.toMatchObject({ code: 'window-closed' })
})

test('a window that closed until it is due fails it with the sentence', async () => {
  const desk = await makeDesk(database)
  const id = await schedule(desk)
  await database.pool.query(`update conversations set last_inbound_at = now() - interval '2 days' where id = $1`, [
    desk.conversationId,
  ])
  await database.pool.query(`update outbox set send_at = now(), due_at = now() where id = $1`, [id])
  await using dispatcher = dispatch(database, scriptedTransport())
  await dispatcher.drain()
  expect(await stateOf(database, id)).toMatchObject({ state: 'failed', error: { code: 'window-closed' } })
})

test('more than 60 days ahead is too far', async () => {
  const desk = await makeDesk(database)
  await expect(schedule(desk, { sendAt: Date.now() + 61 * day })).rejects.toMatchObject({ code: 'schedule-too-far' })
})

test('a time that is past is refused, first and when it is changed; a clock may be behind', async () => {
  const desk = await makeDesk(database)
  const yesterday = { sendAt: Date.now() - day }
  await expect(schedule(desk, yesterday)).rejects.toMatchObject({ code: 'schedule-past' })
  const id = await schedule(desk)
  await expect(revise(desk, id, yesterday)).rejects.toMatchObject({ code: 'schedule-past' })
  await expect(revise(desk, id, { sendAt: 0 })).rejects.toThrow(
    /^It is to leave at 1970-01-01T00:00:00\.000Z, which is past: it is 20/,
  )
  expect((await shown(desk, id))?.sendState).toBe('scheduled')
  // Far from the minute, for a slow machine.
  const asked = await schedule(desk, { sendAt: Date.now() - 1_000 })
  expect((await shown(desk, asked))?.sendState).toBe('queued')
})

test('asked again under its key after its time has passed, it is answered as at first', async () => {
  const desk = await makeDesk(database)
  const { workspaceId, conversationId } = desk
  const asked: SendRequest = {
    ...{ workspaceId, caller: program, to: { conversationId }, content: { type: 'text', text: 'At nine' } },
    ...{ sendAt: Date.now() + hour, idempotencyKey: 'nine' },
  }
  const at = (now: number) =>
    inTransaction(database.pool, (tx) => enqueueMessage(tx, { ...rules, now: () => now }, asked))
  const first = await at(Date.now())
  expect(await at(Date.now() + 2 * hour)).toEqual({ ...first, repeated: true })
})

test('somebody else’s is not changed by who may not decide, nor by who would have to ask first', async () => {
  const desk = await makeDesk(database)
  const id = await schedule(desk)
  const other = { ...program, id: 'k9', name: 'other' }
  const to = { sendAt: Date.now() + 2 * hour }
  await expect(revise(desk, id, { by: other, mayDecide: false, ...to })).rejects.toMatchObject({ code: 'send-not-own' })
  await database.pool.query(`update conversations set policy = 'approve' where id = $1`, [desk.conversationId])
  await expect(revise(desk, id, to)).rejects.toMatchObject({ code: 'send-not-scheduled' })
  const own = { by: { ...assistant, policy: 'block' as const }, ...to }
  await expect(revise(desk, id, own)).rejects.toMatchObject({ code: 'sender-may-not-send' })
})
