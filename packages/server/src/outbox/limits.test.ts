import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../store/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { decideApproval } from './approve.ts'
import type { Caller } from './caller.ts'
import { checkMessage } from './enqueue.ts'
import { addCustomer, assistant, type Desk, makeDesk, program, rules, send } from './outbox.case.ts'
import { requireSendInReach } from './reach.ts'

let database: TestDatabase
let desk: Desk
beforeAll(async () => {
  database = await createTestDatabase()
  desk = await makeDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

let names = 0
const capped = (perDay: number): Caller => ({ ...program, cap: { perDay, countsAs: `count ${(names += 1)}` } })
const reaching = (accounts: string[] | null, contacts: string[] | null): Caller => ({
  ...program,
  reach: { accounts, contacts },
})
const codeOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'sent',
    (error: { code: string }) => error.code,
  )

test('a credential sends to whom it reaches and to nobody else', async () => {
  const other = await addCustomer(database, desk.workspaceId, desk.accountId)
  const to = (caller: Caller, more: object = {}) => codeOf(send(database, desk, { caller, ...more }))
  const { accountId, contactId } = desk
  const elsewhere = '0190b0a0-0000-7000-8000-000000000000'
  expect(await to(reaching([accountId], null))).toBe('sent')
  expect(await to(reaching(null, [contactId]))).toBe('sent')
  expect(await to(reaching([accountId], [contactId]))).toBe('sent')
  expect(await to(reaching([elsewhere], null))).toBe('out-of-reach')
  expect(await to(reaching(null, [elsewhere]))).toBe('out-of-reach')
  expect(await to(reaching(null, []))).toBe('out-of-reach')
  expect(await to(reaching([], null))).toBe('out-of-reach')
  expect(await to(reaching(null, [contactId]), { to: { conversationId: other.conversationId } })).toBe('out-of-reach')
  expect(await to(reaching(null, [contactId]), { to: { contactId: other.contactId } })).toBe('out-of-reach')
})

test('who reaches some contacts only writes to no stranger, and none is made of the attempt', async () => {
  const phone = '+4915198765432'
  const caller = reaching(null, [desk.contactId])
  expect(await codeOf(send(database, desk, { caller, to: { phone }, accountId: desk.accountId }))).toBe('out-of-reach')
  const { rowCount } = await database.pool.query(`select from identities where value = $1`, [phone])
  expect(rowCount).toBe(0)
})

test('whom somebody does not reach they do not approve, reject or cancel for', async () => {
  const { approvalId, sends } = await send(database, desk, { caller: assistant })
  const decide = (verdict: 'approve' | 'reject', accounts: string[]) =>
    inTransaction(database.pool, (tx) =>
      decideApproval(tx, rules, {
        workspaceId: desk.workspaceId,
        approvalId: approvalId ?? '',
        verdict,
        by: { kind: 'key', id: 'k', name: 'k', policy: null, reach: { accounts, contacts: null } },
      }),
    )
  const [first] = sends
  const other = ['0190b0a0-0000-7000-8000-000000000000']
  expect(await codeOf(decide('approve', other))).toBe('out-of-reach')
  expect(await codeOf(decide('reject', other))).toBe('out-of-reach')
  const inReach = (accounts: string[]) =>
    codeOf(requireSendInReach(database.pool, { accounts, contacts: null }, desk.workspaceId, first?.id ?? ''))
  expect(await inReach(other)).toBe('send-not-found')
  expect(await inReach([desk.accountId])).toBe('sent')
  expect(await codeOf(decide('approve', [desk.accountId]))).toBe('sent')
})

test('a daily cap holds with twenty sends at once, and a refused one is not counted', async () => {
  const caller = capped(5)
  // Connections that are open already, so that the sends meet.
  await Promise.all(Array.from({ length: 20 }, () => database.pool.query('select pg_sleep(0.05)')))
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(send(database, desk, { caller }))))
  expect(codes.filter((code) => code === 'sent')).toHaveLength(5)
  expect(codes.filter((code) => code === 'daily-cap-reached')).toHaveLength(15)
  const { rows } = await database.pool.query('select sent from send_counts where credential = $1', [
    caller.cap?.countsAs,
  ])
  expect(rows).toEqual([{ sent: 5 }])
})

test('each part of a split text counts, what is repeated by its key does not, and yesterday is over', async () => {
  const caller = capped(3)
  const long = { caller, text: 'word '.repeat(1_700), split: true }
  const { sends } = await send(database, desk, { ...long, idempotencyKey: 'parts' })
  expect(sends.length).toBeGreaterThan(1)
  expect(await send(database, desk, { ...long, idempotencyKey: 'parts' })).toMatchObject({ repeated: true })
  expect(await codeOf(send(database, desk, long))).toBe('daily-cap-reached')
  const request = { workspaceId: desk.workspaceId, caller, to: { conversationId: desk.conversationId } }
  const text = long.text
  const dry = () => checkMessage(database.pool, rules, { ...request, content: { type: 'text', text }, split: true })
  expect(await dry()).toMatchObject({ outcome: 'refuse', code: 'daily-cap-reached' })
  await database.pool.query(`update send_counts set day = day - 1 where credential = $1`, [caller.cap?.countsAs])
  expect(await dry()).toMatchObject({ outcome: 'allow' })
  expect(await codeOf(send(database, desk, long))).toBe('sent')
})
