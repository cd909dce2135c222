import { expect, test } from 'vitest'
import { describeTransport } from '../transport.case.ts'
import { testReader } from './read-webhook.ts'
import { testTransport } from './transport.ts'

const account = {
  accountId: 'a',
  externalId: '1',
  businessAccountId: null,
  secrets: { accessToken: 'a test secret' },
  settings: {},
}
const noWire = 'in memory there is no wire that could be in this state; "lost" stands for all of them'

describeTransport(
  'test',
  async () => {
    const transport = testTransport()
    transport.decide(({ accountId }) => (accountId === 'nowhere' ? 'unreachable' : 'accept'))
    return {
      transport,
      account,
      unreachable: { ...account, accountId: 'nowhere' },
      next(behaviour) {
        const outcomes = { refuse: 'refuse', 'ask to slow down': 'too-fast', 'cut after accepting': 'lost' } as const
        transport.script(behaviour in outcomes ? outcomes[behaviour as keyof typeof outcomes] : 'accept') // it is in
      },
      accepted: () => transport.sent.length,
      lastCallbackData: () => transport.sent.at(-1)?.message.callbackData,
      async [Symbol.asyncDispose]() {},
    }
  },
  {
    'accept and stay silent': noWire,
    'accept unreadably': noWire,
    'fail without words': noWire,
    health: 'it reaches nobody by design, so it is always well',
  },
)

test('a script is used up before the rule decides', async () => {
  const transport = testTransport()
  const send = () =>
    transport.send(account, { to: { phone: '+1' }, content: { type: 'text', text: 'x' }, callbackData: '' })
  transport.decide(() => 'refuse')
  transport.script('accept')
  await send()
  await expect(send()).rejects.toMatchObject({ outcome: 'not-sent', retryable: false })
  expect(transport.sent).toHaveLength(1)
})

const now = Date.UTC(2026, 0)

test('what it is told is read: messages, receipts, and what is neither', () => {
  const body = {
    account: '1',
    messages: [{ id: 'm-1', from: '447700900123', name: 'Robin', text: 'Hi', at: '1700000000' }, { id: 'm-2' }],
    statuses: [{ id: 'm-0', to: '447700900123', status: 'read', callbackData: 'sb:1' }],
  }
  expect(testReader.readWebhook(body, now).items).toMatchObject([
    { kind: 'message', wamid: 'm-1', at: 1_700_000_000_000, party: { profileName: 'Robin' }, content: { text: 'Hi' } },
    { kind: 'fact', known: false },
    { kind: 'status', status: 'read', callbackData: 'sb:1', at: now, atGuessed: true },
  ])
  for (const value of [null, [], 'x', 1, {}]) expect(testReader.readWebhook(value, now).items).toHaveLength(1)
})
