import { expect, test } from 'vitest'
import { compareReceipts, headOf, historyFingerprint, type Receipt } from './receipts.ts'

function receipt(status: string, at: number, more: Partial<Receipt> = {}): Receipt {
  return { message_id: 'm', status, recipient: '', at, fingerprint: 'f', errors: null, ...more }
}

test('a message is as far as its furthest receipt, since the earliest of that kind, whatever came last', () => {
  const head = headOf([receipt('read', 40), receipt('sent', 50), receipt('read', 30, { recipient: 'b' })])
  expect(head).toEqual({ status: 'read', status_rank: 4, status_at: 30, errors: null })
})

test('a failure shows its errors until a delivery proves it wrong', () => {
  const failed = receipt('failed', 20, { errors: '[{"code":131026}]' })
  expect(headOf([receipt('sent', 10), failed])).toMatchObject({ status: 'failed', errors: '[{"code":131026}]' })
  expect(headOf([failed, receipt('delivered', 5)])).toMatchObject({ status: 'delivered', errors: null })
})

test('a status without a rank moves nothing', () => {
  expect(headOf([receipt('warned', 10)])).toMatchObject({ status: null, status_rank: 0 })
})

test('the earlier sighting of a status stays, and one with a time of its own beats what a history sync says', () => {
  expect(compareReceipts(receipt('read', 1), receipt('read', 2))).toBeLessThan(0)
  const synchronised = receipt('read', 1, { fingerprint: historyFingerprint('wamid.1') })
  expect(compareReceipts(receipt('read', 2), synchronised)).toBeLessThan(0)
})
