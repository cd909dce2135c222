import type { ApprovalId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../store/in-transaction.ts'
import { listApprovals } from '../store/queries/list-approvals.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type ApprovalDecision, decideApproval, expireApprovals } from './approve.ts'
import { cancelMany } from './cancel-send.ts'
import { enqueueMessage } from './enqueue.ts'
import {
  addCustomers,
  assistant,
  type Desk,
  dispatch,
  eventsOf,
  makeDesk,
  program,
  rules,
  send,
  stateOf,
} from './outbox.case.ts'
import { reviseHeld } from './revise-held.ts'
import { scriptedTransport } from './scripted-transport.case.ts'
import type { SendRules } from './send-request.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function hold(desk: Desk, more: object = {}): Promise<{ id: string; approvalId: string }> {
  const { sends, approvalId } = await send(database, desk, { caller: assistant, ...more })
  expect(sends[0]?.state).toBe('held')
  return { id: sends[0]?.id ?? '', approvalId: approvalId ?? '' }
}

function decideOn(
  desk: Desk,
  approvalId: string,
  verdict: 'approve' | 'reject',
  more: Partial<ApprovalDecision> = {},
): Promise<void> {
  return inTransaction(database.pool, (tx) =>
    decideApproval(tx, rules, { workspaceId: desk.workspaceId, approvalId, verdict, by: program, ...more }),
  )
}

test('what an assistant writes waits for a yes, and leaves after it', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  expect(transport.sent).toHaveLength(0)
  await decideOn(desk, approvalId, 'approve')
  await dispatcher.drain()
  expect(await stateOf(database, id)).toMatchObject({ state: 'accepted' })
  expect(await eventsOf(database, id)).toEqual([
    'message.held',
    'approval.decided',
    'message.queued',
    'message.sending',
    'message.accepted',
  ])
})

test('a no cancels it', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  await decideOn(desk, approvalId, 'reject', { note: 'not like that' })
  expect(await stateOf(database, id)).toMatchObject({ state: 'cancelled' })
})

test('an approval that goes with its message is told of as decided', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  const { workspaceId } = desk
  await inTransaction(database.pool, (tx) => cancelMany(tx, { workspaceId, sendIds: [id], by: 'test' }))
  expect(await eventsOf(database, id)).toEqual(['message.held', 'approval.decided', 'message.cancelled'])
  const { rows } = await database.pool.query(
    `select data from events where type = 'approval.decided' and workspace_id = $1`,
    [workspaceId],
  )
  expect(rows).toEqual([{ data: { approvalId, sendId: id, state: 'rejected', by: 'test' } }])
})

test('deciding is done once, also by two at the same time', async () => {
  const desk = await makeDesk(database)
  const { approvalId } = await hold(desk)
  const outcomes = await Promise.allSettled([
    decideOn(desk, approvalId, 'approve'),
    decideOn(desk, approvalId, 'reject'),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'approval-decided' } })
})

test('a changed text needs a new approval, and the old one is over', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk, { text: 'old' })
  const content = { type: 'text', text: 'new' } as const
  const revised = await inTransaction(database.pool, (tx) =>
    reviseHeld(tx, rules, { workspaceId: desk.workspaceId, sendId: id, content, by: program, mayDecide: true }),
  )
  expect(await eventsOf(database, id)).toEqual(['message.held', 'approval.decided'])
  await expect(decideOn(desk, approvalId, 'approve')).rejects.toMatchObject({
    code: 'approval-changed',
    alternative: { kind: 'approval', approvalId: revised.approvalId },
  })
  await decideOn(desk, revised.approvalId, 'approve')
  expect(await stateOf(database, id)).toMatchObject({ state: 'queued' })
  await database.pool.query(`delete from outbox where id = $1`, [id])
})

test('a text that was changed behind the approval is not sent', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  await database.pool.query(`update outbox set content = '{"type": "text", "text": "other"}' where id = $1`, [id])
  await expect(decideOn(desk, approvalId, 'approve')).rejects.toMatchObject({ code: 'approval-changed' })
})

test('an approval that names what was not seen is refused', async () => {
  const desk = await makeDesk(database)
  const { approvalId } = await hold(desk)
  await expect(decideOn(desk, approvalId, 'approve', { fingerprint: 'other' })).rejects.toMatchObject({
    code: 'approval-changed',
  })
})

test('what a person makes of it is exactly what is sent, and the history says that it was changed', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk, { text: 'You will get it yesterday', reason: 'They asked when' })
  const content = { type: 'text', text: 'You will get it tomorrow' } as const
  const [before] = await listApprovals(database.pool, desk.workspaceId, { id: approvalId, limit: 1 })
  expect(before).toMatchObject({ requestReason: 'They asked when', edited: false })
  await decideOn(desk, approvalId, 'approve', { content, fingerprint: before?.fingerprint })
  const [after] = await listApprovals(database.pool, desk.workspaceId, { id: approvalId, limit: 1 })
  expect(after).toMatchObject({ state: 'approved', edited: true, contents: [content], shown: [content.text] })
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport)
  await dispatcher.drain()
  // An approved one of another test may wait beside it.
  const ofDesk = transport.sent.filter(({ accountId }) => accountId === desk.accountId)
  expect(ofDesk.map(({ message }) => message.content)).toMatchObject([content])
  const { rows } = await database.pool.query(
    `select data from events where data->>'sendId' = $1 and type = 'approval.decided'`,
    [id],
  )
  expect(rows).toMatchObject([{ data: { edited: true, state: 'approved' } }])
})

test('what a person makes of it is refused where it could not be sent, and waits as it was', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk, { text: 'short' })
  const content = { type: 'text', text: 'long '.repeat(2_000) } as const
  await expect(decideOn(desk, approvalId, 'approve', { content })).rejects.toMatchObject({ code: 'text-too-long' })
  expect(await stateOf(database, id)).toMatchObject({ state: 'held' })
  const [waiting] = await listApprovals(database.pool, desk.workspaceId, { id: approvalId, limit: 1 })
  expect(waiting).toMatchObject({ state: 'pending', contents: [{ text: 'short' }] })
})

test('a template that changed between the yes and its leaving waits again, with the text as it is now', async () => {
  const desk = await makeDesk(database)
  let text = 'Your order is ready.'
  const templates = { find: async () => ({ category: 'UTILITY', status: 'APPROVED', text }), approved: async () => [] }
  const listed: SendRules = { ...rules, templates }
  const { workspaceId } = desk
  const content = { type: 'template', name: 'greet_me', language: 'en' } as const
  const to = { conversationId: desk.conversationId }
  const { sends, approvalId } = await inTransaction(database.pool, (tx) =>
    enqueueMessage(tx, listed, { workspaceId, caller: assistant, to, content }),
  )
  const sendId = sends[0]?.id ?? ''
  const approve = (id: string) =>
    inTransaction(database.pool, (tx) =>
      decideApproval(tx, listed, { workspaceId, approvalId: id, verdict: 'approve', by: program }),
    )
  await approve(approvalId ?? '')
  text = 'Pay at once!'
  const transport = scriptedTransport()
  await using dispatcher = dispatch(database, transport, undefined, listed)
  await dispatcher.drain()
  expect(transport.sent).toHaveLength(0)
  expect(await stateOf(database, sendId)).toMatchObject({ state: 'held' })
  const [again] = await listApprovals(database.pool, workspaceId, { state: 'pending', limit: 9 })
  expect(again).toMatchObject({ sendId, shown: ['Pay at once!'] })
  await approve(again?.id ?? '')
  await dispatcher.drain()
  expect(transport.sent).toHaveLength(1)
})

test('the gate is asked again: what became forbidden still waits', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  await database.pool.query(`update conversations set last_inbound_at = now() - interval '2 days' where id = $1`, [
    desk.conversationId,
  ])
  await expect(decideOn(desk, approvalId, 'approve')).rejects.toMatchObject({ code: 'window-closed' })
  expect(await stateOf(database, id)).toMatchObject({ state: 'held' })
})

test('what nobody decided expires and is cancelled', async () => {
  const desk = await makeDesk(database)
  const { id, approvalId } = await hold(desk)
  await database.pool.query(`update approvals set expires_at = now() where id = $1`, [approvalId])
  await expect(decideOn(desk, approvalId, 'approve')).rejects.toMatchObject({ code: 'approval-expired' })
  expect(await inTransaction(database.pool, expireApprovals)).toBe(1)
  expect(await stateOf(database, id)).toMatchObject({ state: 'cancelled' })
  await expect(decideOn(desk, approvalId, 'approve')).rejects.toMatchObject({ code: 'approval-expired' })
})

test('a long text in parts has one approval', async () => {
  const desk = await makeDesk(database)
  const { sends, approvalId } = await send(database, desk, {
    caller: assistant,
    text: 'word '.repeat(1_500),
    split: true,
  })
  expect(sends).toHaveLength(2)
  await decideOn(desk, approvalId ?? '', 'approve')
  for (const { id } of sends) expect(await stateOf(database, id)).toMatchObject({ state: 'queued' })
  await database.pool.query(`delete from outbox where id = any ($1)`, [sends.map(({ id }) => id)])
})

test('another workspace can not decide', async () => {
  const [desk, other] = [await makeDesk(database), await makeDesk(database)]
  const { approvalId } = await hold(desk)
  await expect(decideOn(other, approvalId, 'approve')).rejects.toMatchObject({ code: 'approval-not-found' })
})

test('what is approved is what is read: a template that changed meanwhile asks anew, with the text as it is now', async () => {
  const desk = await makeDesk(database)
  let text = 'Your order is ready.'
  const templates = { find: async () => ({ category: 'UTILITY', status: 'APPROVED', text }), approved: async () => [] }
  const listed: SendRules = { ...rules, templates }
  const { workspaceId } = desk
  const content = { type: 'template', name: 'greet_me', language: 'en' } as const
  const to = { conversationId: desk.conversationId }
  const { sends, approvalId } = await inTransaction(database.pool, (tx) =>
    enqueueMessage(tx, listed, { workspaceId, caller: assistant, to, content }),
  )
  const sendId = sends[0]?.id ?? ''
  const waiting = async () => (await listApprovals(database.pool, workspaceId, { state: 'pending', limit: 9 }))[0]
  const before = await waiting()
  expect(before?.shown).toEqual(['Your order is ready.'])
  text = 'Pay at once!'
  const decide = (id: string, fingerprint: string, verdict: 'approve' | 'reject' = 'approve') =>
    inTransaction(database.pool, (tx) =>
      decideApproval(tx, listed, { workspaceId, approvalId: id, verdict, by: program, fingerprint }),
    )
  await expect(decide(approvalId ?? '', before?.fingerprint ?? '')).rejects.toMatchObject({ code: 'approval-changed' })
  expect(await stateOf(database, sendId)).toMatchObject({ state: 'held' })
  await inTransaction(database.pool, (tx) =>
    reviseHeld(tx, listed, { workspaceId, sendId, content, by: assistant, mayDecide: false }),
  )
  const after = await waiting()
  expect(after?.shown).toEqual(['Pay at once!'])
  await expect(decide(after?.id ?? '', before?.fingerprint ?? '')).rejects.toMatchObject({ code: 'approval-changed' })
  text = 'And again another'
  await decide(after?.id ?? '', after?.fingerprint ?? '', 'reject')
  expect(await stateOf(database, sendId)).toMatchObject({ state: 'cancelled' })
})

async function holdBulk(count: number) {
  const desk = await makeDesk(database)
  const bulkId = uuidv7() as ApprovalId // made here
  const conversations = await addCustomers(database, desk, count)
  const asked = []
  for (const conversationId of conversations) {
    const to = { conversationId }
    asked.push(await send(database, desk, { caller: assistant, to, bulkId, text: 'We open at nine', purpose: 'bulk' }))
  }
  const list = (state?: 'pending' | 'approved' | 'rejected') =>
    listApprovals(database.pool, desk.workspaceId, { state, limit: 10 })
  const [shown] = await list('pending')
  const ids = asked.map(({ sends }) => sends[0]?.id ?? '')
  const states = () => Promise.all(ids.map(async (id) => (await stateOf(database, id))?.state))
  const members = asked.map(({ approvalId }) => approvalId ?? '')
  return { desk, bulkId, conversations, members, ids, list, shown, states }
}

test('many of one call are one approval, decided about once, by a yes to exactly all of them', async () => {
  const { desk, bulkId, list, shown, states, ids } = await holdBulk(3)
  expect(await list()).toHaveLength(1)
  expect(shown).toMatchObject({ id: bulkId, state: 'pending' })
  expect(shown?.bulk?.map(({ sendId, shown: [text] }) => [sendId, text])).toEqual(
    ids.map((id) => [id, 'We open at nine']),
  )
  await expect(decideOn(desk, bulkId, 'approve')).rejects.toMatchObject({ code: 'approval-changed' })
  const content = { type: 'text', text: 'We open at ten' } as const
  const { fingerprint } = shown ?? {}
  await expect(decideOn(desk, bulkId, 'approve', { fingerprint, content })).rejects.toMatchObject({
    code: 'content-not-supported',
  })
  expect(await states()).toEqual(['held', 'held', 'held'])
  await decideOn(desk, bulkId, 'approve', { fingerprint })
  expect(await states()).toEqual(['queued', 'queued', 'queued'])
  expect(await list()).toMatchObject([{ id: bulkId, state: 'approved', bulk: [{}, {}, {}] }])
  await expect(decideOn(desk, bulkId, 'reject')).rejects.toMatchObject({ code: 'approval-decided' })
})

test('a bulk is refused as one, without a fingerprint too', async () => {
  const { desk, bulkId, states, list } = await holdBulk(2)
  await decideOn(desk, bulkId, 'reject', { note: 'too early' })
  expect(await states()).toEqual(['cancelled', 'cancelled'])
  expect(await list('rejected')).toMatchObject([{ id: bulkId, note: 'too early' }])
})

test('who was left out, changed or added since was not in the yes', async () => {
  const { desk, bulkId, members, ids, shown, list, states } = await holdBulk(3)
  await decideOn(desk, members[0] ?? '', 'reject')
  await expect(decideOn(desk, bulkId, 'approve', { fingerprint: shown?.fingerprint })).rejects.toMatchObject({
    code: 'approval-changed',
  })
  const [fewer] = await list('pending')
  expect(fewer).toMatchObject({ id: bulkId, bulk: [{ state: 'cancelled' }, { state: 'held' }, { state: 'held' }] })
  const content = { type: 'text', text: 'We open at ten' } as const
  await inTransaction(database.pool, (tx) =>
    reviseHeld(tx, rules, {
      workspaceId: desk.workspaceId,
      sendId: ids[1] ?? '',
      by: program,
      mayDecide: true,
      content,
    }),
  )
  await expect(decideOn(desk, bulkId, 'approve', { fingerprint: fewer?.fingerprint })).rejects.toMatchObject({
    code: 'approval-changed',
  })
  const [changed] = await list('pending')
  expect(changed?.bulk?.map(({ shown: texts }) => texts[0]).toSorted()).toEqual([
    'We open at nine',
    'We open at nine',
    'We open at ten',
  ])
  await decideOn(desk, bulkId, 'approve', { fingerprint: changed?.fingerprint })
  expect(await states()).toEqual(['cancelled', 'queued', 'queued'])
  await expect(decideOn(desk, bulkId, 'approve')).rejects.toMatchObject({
    message: 'The approval was approved already.',
  })
})

test('whom the gate refuses by then fails by themselves, and the others go', async () => {
  const { desk, bulkId, conversations, shown, states } = await holdBulk(3)
  await database.pool.query(`update conversations set last_inbound_at = now() - interval '2 days' where id = $1`, [
    conversations[1],
  ])
  await decideOn(desk, bulkId, 'approve', { fingerprint: shown?.fingerprint })
  expect(await states()).toEqual(['queued', 'failed', 'queued'])
})

test('of a bulk whose time is over for one, the others are decided about, by a yes to what was shown before or after', async () => {
  for (const seenBefore of [true, false]) {
    for (const isSwept of [true, false]) {
      const { desk, bulkId, members, shown, list, states } = await holdBulk(3)
      await database.pool.query(`update approvals set expires_at = now() - interval '1 second' where id = $1`, [
        members[0],
      ])
      if (isSwept) await inTransaction(database.pool, (tx) => expireApprovals(tx))
      const [after] = await list('pending')
      expect(after?.fingerprint).not.toBe(shown?.fingerprint)
      await decideOn(desk, bulkId, 'approve', { fingerprint: (seenBefore ? shown : after)?.fingerprint })
      expect(await states()).toEqual(['cancelled', 'queued', 'queued'])
      expect(await list('pending')).toEqual([])
    }
  }
})

test('a bulk whose time is over for all is told so, before and after it was swept', async () => {
  const { desk, bulkId, shown, states } = await holdBulk(2)
  await database.pool.query(`update approvals set expires_at = now() - interval '1 second' where bulk_id = $1`, [
    bulkId,
  ])
  const approve = () => decideOn(desk, bulkId, 'approve', { fingerprint: shown?.fingerprint })
  await expect(approve()).rejects.toMatchObject({ code: 'approval-expired' })
  await inTransaction(database.pool, (tx) => expireApprovals(tx))
  expect(await states()).toEqual(['cancelled', 'cancelled'])
  await expect(approve()).rejects.toMatchObject({ code: 'approval-expired' })
})
