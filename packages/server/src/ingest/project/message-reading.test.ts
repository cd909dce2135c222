import { expect, test } from 'vitest'
import type { MessageItem, StatusItem } from '../../transports/inbound-item.ts'
import { compareReadings, readMessage, readPlaceholder } from './message-reading.ts'

const message: MessageItem = {
  kind: 'message',
  account: {},
  at: 1_000,
  raw: { id: 'wamid.1' },
  wamid: 'wamid.1',
  direction: 'inbound',
  source: 'live',
  party: { identities: [{ kind: 'wa_id', value: '49151' }] },
  content: { type: 'text', text: 'Hello' },
}
const receipt: StatusItem = {
  kind: 'status',
  account: {},
  at: 1_000,
  raw: {},
  wamid: 'wamid.1',
  status: 'sent',
  statusName: 'sent',
  party: { identities: [{ kind: 'wa_id', value: '49151' }] },
  errors: [],
}
const unsupported = { type: 'unsupported', reason: 'new', raw: {} } as const

test('the live webhook stands above an echo, an echo above a history sync, all above a proof that it exists', () => {
  const ladder = [
    readPlaceholder(receipt, 1),
    readMessage({ ...message, source: 'history' }, 1),
    readMessage({ ...message, source: 'echo' }, 1),
    readMessage(message, 1),
  ]
  for (const [index, lower] of ladder.slice(0, -1).entries()) {
    const higher = ladder[index + 1]
    if (higher) expect(compareReadings(higher, lower)).toBeGreaterThan(0)
  }
})

test('of one source, what can be read stands above what can not', () => {
  const other = { ...message, raw: { id: 'wamid.1', other: true }, content: unsupported }
  expect(compareReadings(readMessage(message, 1), readMessage(other, 1))).toBeGreaterThan(0)
})

test('the same raw message has one fingerprint, however it is read', () => {
  const reread = { ...message, content: { type: 'text', text: 'read better' } as const }
  expect(compareReadings(readMessage(message, 1), readMessage(reread, 2))).toBe(0)
})

test('of the proofs that a message exists the one that names somebody stands, then the earliest', () => {
  const nobody = readPlaceholder({ ...receipt, at: 1, party: undefined }, 1)
  expect(compareReadings(readPlaceholder(receipt, 1), nobody)).toBeGreaterThan(0)
  expect(compareReadings(readPlaceholder({ ...receipt, at: 500 }, 1), readPlaceholder(receipt, 1))).toBeGreaterThan(0)
})
