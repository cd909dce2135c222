import { describe, expect, test } from 'vitest'
import { cpuMilliseconds } from '../../testing/index.ts'
import type { InboundItem, InboundItemKind } from '../inbound-item.ts'
import {
  at,
  body,
  businessAccountId,
  change,
  customer,
  fromCustomer,
  live,
  phoneNumberId,
} from './fixtures/envelope.case.ts'
import { factBody, factFixtures } from './fixtures/facts.case.ts'
import { messageFixtures } from './fixtures/messages.case.ts'
import { bodyFixtures } from './fixtures/values.case.ts'
import { cloudApiReader } from './read-webhook.ts'

const receivedAt = Date.UTC(2026, 5, 1)
function read(value: unknown): readonly InboundItem[] {
  return cloudApiReader.readWebhook(value, receivedAt).items
}
function ofKind<Kind extends InboundItemKind>(items: readonly InboundItem[], kind: Kind) {
  return items.filter((item): item is Extract<InboundItem, { kind: Kind }> => item.kind === kind)
}
const text = (name: string) => ({ type: 'text', text: { body: name } })
const robin = [
  { kind: 'wa_id', value: '447700900123' },
  { kind: 'phone', value: '+447700900123' },
]

describe('envelope', () => {
  test('every message of every change of every entry is read', () => {
    const one = live(text('a'), text('b')) as { entry: unknown[] }
    const two = body(
      change('messages', { messages: [fromCustomer(text('c'))] }),
      change('messages', {
        messages: [fromCustomer(text('d')), fromCustomer(text('e'))],
        statuses: [{ id: 'x', status: 'read' }],
      }),
    ) as { entry: unknown[] }
    const items = read({ object: 'whatsapp_business_account', entry: [...one.entry, ...two.entry] })
    const texts = ofKind(items, 'message').map(({ content }) => (content.type === 'text' ? content.text : ''))
    expect(texts).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(ofKind(items, 'status')).toHaveLength(1)
  })

  test('a message says whose account it came to, when, and by whom', () => {
    expect(read(live(text('hello')))).toMatchObject([
      {
        kind: 'message',
        wamid: 'wamid.fixture0',
        direction: 'inbound',
        source: 'live',
        at,
        account: { phoneNumberId, businessAccountId, displayPhoneNumber: '15550100100' },
        party: { identities: robin, profileName: 'Robin Vale' },
      },
    ])
  })

  test.each([
    ['no object', null],
    ['a list', []],
    ['a number', 7],
    ['another object', { object: 'page', entry: [{ id: '1', changes: [] }] }],
    ['no entry', { object: 'whatsapp_business_account' }],
    ['an empty entry list', { object: 'whatsapp_business_account', entry: [] }],
    ['an entry that is text', { object: 'whatsapp_business_account', entry: ['x'] }],
    ['an entry without changes', { object: 'whatsapp_business_account', entry: [{ id: '1' }] }],
    ['a change that is text', body('x' as never)],
    ['a change without a value', body({ field: 'messages' })],
    ['a value with nothing in it', body(change('messages', {}))],
    ['an unknown field', body({ field: 'moon_phase', value: { phase: 'full' } })],
    ['an unknown list in a known field', body(change('messages', { polls: [{ id: 1 }] }))],
  ])('%s is one fact that says why it was not understood', (_, value) => {
    expect(read(value)).toMatchObject([{ kind: 'fact', known: false, reason: expect.stringMatching(/./) }])
  })

  test('missing ids, field and object cost nothing but themselves', () => {
    const { messages, ...rest } = { messages: [{ from: customer.wa_id, timestamp: '1772442000', ...text('hi') }] }
    const [item] = read({ entry: [{ changes: [{ value: { messages } }] }], ...rest })
    expect(item).toMatchObject({ kind: 'message', wamidMade: true, wamid: expect.stringMatching(/^unidentified:/) })
    expect(read({ entry: [{ changes: [{ value: { messages } }] }] })[0]).toEqual(item)
    expect(read({ messages })).toMatchObject([{ kind: 'message', content: { text: 'hi' } }])
  })
})

describe('senders', () => {
  const contacts = [customer, { wa_id: '15550100142', profile: { name: 'Ana' }, user_id: 'US.5' }]

  test('each message gets the contact with its own ids', () => {
    const messages = [
      fromCustomer(text('x')),
      fromCustomer({ from: 'US.5', ...text('y') }),
      fromCustomer({ from: '15550100199', ...text('z') }),
    ]
    const names = ofKind(read(body(change('messages', { contacts, messages }))), 'message').map(
      ({ party }) => party?.profileName,
    )
    expect(names).toEqual(['Robin Vale', 'Ana', undefined])
  })

  test('one contact is not applied to messages of somebody else, and is still kept', () => {
    const messages = [
      fromCustomer({ from: '15550100142', ...text('x') }),
      fromCustomer({ from: undefined, ...text('y') }),
    ]
    const items = read(body(change('messages', { contacts: [customer], messages })))
    expect(ofKind(items, 'message').map(({ party }) => party?.profileName)).toEqual([undefined, undefined])
    expect(ofKind(items, 'contact')).toMatchObject([{ party: { identities: robin, profileName: 'Robin Vale' }, at }])
  })

  test('a message that names nobody is the only contact’s', () => {
    const messages = [fromCustomer({ from: undefined, ...text('x') })]
    expect(read(body(change('messages', { contacts: [customer], messages })))).toMatchObject([
      { party: { identities: robin } },
    ])
  })

  test('a user without a phone is known by the business-scoped ids', () => {
    expect(read(bodyFixtures.userIdOnly)).toMatchObject([
      {
        kind: 'message',
        party: {
          identities: [
            { kind: 'bsuid', value: 'GB.777' },
            { kind: 'parent_bsuid', value: 'GB.ENT.888' },
          ],
          profileName: 'Sam',
          username: 'sam.writes',
          countryCode: 'GB',
        },
      },
    ])
  })

  test('a contact without a profile, with only a name, or none at all harms nothing', () => {
    const read1 = (list: unknown) =>
      read(body(change('messages', { contacts: list, messages: [fromCustomer(text('x'))] })))
    expect(read1([{ wa_id: customer.wa_id }])).toHaveLength(1)
    expect(read1([{ profile: { name: 'Robin' } }])).toMatchObject([
      { party: { identities: robin, profileName: 'Robin' } },
    ])
    expect(read1(undefined)).toMatchObject([{ party: { identities: robin } }])
    expect(read1([null])).toMatchObject([{ kind: 'message' }, { kind: 'fact', known: false }])
  })
})

describe('messages', () => {
  test('a reaction, its removal, an edit and a revoke point at their message', () => {
    const items = read(
      live(
        ...['reaction', 'reactionTakenBack', 'edit', 'revoke', 'unsupportedRevoke'].map((n) => ({
          ...messageFixtures[n],
        })),
      ),
    )
    expect(items).toMatchObject([
      { kind: 'reaction', targetWamid: 'wamid.target', emoji: '❤️', direction: 'inbound' },
      { kind: 'reaction', targetWamid: 'wamid.target', emoji: null },
      {
        kind: 'revision',
        revision: 'edit',
        targetWamid: 'wamid.target',
        content: { text: 'Is the green one in stock?' },
      },
      { kind: 'revision', revision: 'revoke', targetWamid: 'wamid.target' },
      { kind: 'revision', revision: 'revoke', targetWamid: 'wamid.target' },
    ])
  })

  test('quotes, forwards, products and ads stand in the context', () => {
    const contexts = ['quotingText', 'forwardedText', 'adText'].map(
      (name) => ofKind(read(bodyFixtures[name]), 'message')[0]?.context,
    )
    expect(contexts).toMatchObject([
      {
        quotedWamid: 'wamid.quoted',
        quotedFrom: '15550100100',
        referredProduct: { catalogId: '55', productRetailerId: 'mug-3' },
      },
      { forwarded: true, frequentlyForwarded: true },
      { referral: { ctwa_clid: 'ARx' } },
    ])
  })

  test('a changed number is a notice and joins the two numbers', () => {
    expect(read(bodyFixtures.numberChanged)).toMatchObject([
      { kind: 'message', content: { type: 'system', kind: 'user_changed_number' } },
      {
        kind: 'identity-change',
        change: 'phone',
        previous: { identities: robin },
        current: { identities: [{ value: '447700900789' }, { value: '+447700900789' }] },
      },
    ])
  })

  test('a changed device links nobody', () => {
    expect(read(bodyFixtures.deviceChanged).map(({ kind }) => kind)).toEqual(['message'])
  })

  test('a changed user id is read from the end of Meta’s sentence, never from the name in it', () => {
    const items = read(bodyFixtures.userIdChanged)
    expect(ofKind(items, 'identity-change')).toMatchObject([
      { change: 'user-id', current: { identities: [{ value: 'GB.20002' }] } },
    ])
    const forged = { ...(messageFixtures.userIdChanged as object), from: undefined }
    const system = { type: 'user_changed_user_id', user_id: 'GB.3', body: 'User X changed from GB.1 to GB.2 renamed' }
    const only = body(change('messages', { messages: [{ id: 'w', ...forged, system }] }))
    expect(ofKind(read(only), 'identity-change')).toEqual([])
  })

  test('a user id that changed joins old and new', () => {
    expect(ofKind(read(bodyFixtures.userIdUpdate), 'identity-change')).toMatchObject([
      {
        previous: {
          identities: [...robin, { kind: 'bsuid', value: 'GB.1' }, { kind: 'parent_bsuid', value: 'GB.ENT.1' }],
        },
        current: {
          identities: [...robin, { kind: 'bsuid', value: 'GB.2' }, { kind: 'parent_bsuid', value: 'GB.ENT.2' }],
        },
      },
    ])
  })
})

describe('statuses', () => {
  test('every status is read; an unknown name stays and moves nothing', () => {
    const items = ofKind(read(bodyFixtures.statuses), 'status')
    expect(items.map(({ status }) => status)).toEqual([
      'sent',
      'delivered',
      'read',
      'played',
      'deleted',
      'unknown',
      'failed',
    ])
    expect(items[5]?.statusName).toBe('warning')
    expect(items[1]).toMatchObject({
      callbackData: 'job-7',
      pricing: { pricing_model: 'PMP' },
      party: { profileName: 'Robin Vale' },
    })
  })

  test('errors are read in both layouts, codes as numbers', () => {
    expect(ofKind(read(bodyFixtures.statuses), 'status')[6]?.errors).toEqual([
      {
        code: 131047,
        title: 'Re-engagement message',
        details: 'Over 24 hours',
        href: '/docs/errors',
        sentence: expect.stringContaining('24 hours'),
        remedy: expect.stringContaining('template'),
      },
      { code: 470, title: 'Old layout', details: 'Over 24 hours' },
    ])
  })

  test('in a group the participant is the recipient', () => {
    expect(read(bodyFixtures.groupStatus)).toMatchObject([
      { groupId: 'group-1@g.us', party: { identities: [...robin, { kind: 'bsuid', value: 'GB.777' }] } },
    ])
  })

  test('a status without a message id is kept with the reason', () => {
    expect(read(body(change('messages', { statuses: [{ status: 'sent' }] })))).toMatchObject([
      { kind: 'fact', known: false },
    ])
  })
})

describe('calls', () => {
  test('a call begins and ends', () => {
    expect(ofKind(read(bodyFixtures.calls), 'call')).toMatchObject([
      { providerCallId: 'wacid.1', event: 'connect', direction: 'inbound', party: { profileName: 'Robin Vale' } },
      { event: 'terminate', outcome: 'completed', startedAt: at, endedAt: at + 60_000, durationSeconds: 60 },
    ])
  })

  test('call statuses among the statuses are call events', () => {
    const items = read(bodyFixtures.callStatuses)
    expect(items.map((item) => (item.kind === 'call' ? item.event : item.kind))).toEqual([
      'ringing',
      'accepted',
      'rejected',
    ])
  })
})

describe('what the business did elsewhere', () => {
  test('echoes are outbound messages, edits and revokes to the addressee', () => {
    expect(read(bodyFixtures.echoes)).toMatchObject([
      { kind: 'message', direction: 'outbound', source: 'echo', party: { identities: robin } },
      { kind: 'revision', revision: 'edit', direction: 'outbound', party: { identities: robin } },
      {
        kind: 'revision',
        revision: 'revoke',
        direction: 'outbound',
        party: { identities: [{ kind: 'bsuid', value: 'GB.777' }] },
      },
    ])
  })

  test('history comes in threads, with progress, placeholders and a refusal', () => {
    const items = read(bodyFixtures.history)
    expect(ofKind(items, 'message')).toMatchObject([
      { wamid: 'wamid.h1', direction: 'inbound', source: 'history', party: { username: 'robin' } },
      {
        wamid: 'wamid.h2',
        direction: 'outbound',
        historyStatus: 'read',
        party: { identities: [...robin, { value: 'GB.123' }] },
      },
      { wamid: 'wamid.h3', source: 'partial', content: { type: 'unsupported' } },
      { wamid: 'wamid.h3', source: 'history', direction: 'inbound', content: { type: 'image' } },
    ])
    expect(ofKind(items, 'fact')).toMatchObject([
      { subject: 'progress', known: true, value: { metadata: { progress: 55 } } },
      { subject: 'errors', known: true },
    ])
  })

  test('echoes in the common list and messages of groups are told apart', () => {
    const sent = { id: 'wamid.x', from: '15550100100', to: customer.wa_id, ...text('x') }
    expect(read(body(change('message_echoes', { messages: [sent] })))).toMatchObject([
      { direction: 'outbound', source: 'echo' },
    ])
    const toGroup = { ...sent, to: 'group-1@g.us' }
    expect(read(body(change('smb_message_echoes', { message_echoes: [toGroup] })))).toMatchObject([
      { direction: 'outbound', groupId: 'group-1@g.us', party: undefined },
    ])
    const threads = [{ id: 'group-1@g.us', messages: [fromCustomer(text('x')), toGroup] }]
    expect(read(body(change('history', { history: [{ threads }] })))).toMatchObject([
      { direction: 'inbound', groupId: 'group-1@g.us', party: { identities: robin } },
      { direction: 'outbound', groupId: 'group-1@g.us' },
    ])
  })

  test('the address book names people and forgets them', () => {
    expect(read(bodyFixtures.stateSync)).toMatchObject([
      { kind: 'contact', addressBookName: 'Robin V. (shop)', at, party: { identities: robin } },
      { kind: 'contact', addressBookName: null, party: { identities: [{ value: '447700900456' }, {}] } },
      { kind: 'fact', known: false, reason: '"label" is not known to this version' },
    ])
  })
})

describe('people, groups, facts', () => {
  test('a preference is of a person', () => {
    expect(read(bodyFixtures.preferences)).toMatchObject([
      { kind: 'preference', category: 'marketing_messages', value: 'stop', party: { profileName: 'Robin Vale' }, at },
    ])
  })

  test('groups are read by their type, with partial failures', () => {
    expect(read(bodyFixtures.groups)).toMatchObject([
      {
        change: 'group_create',
        subject: 'Saturday',
        description: 'Who comes?',
        joined: [{ identities: robin }, { identities: [{ value: 'GB.777' }], username: 'sam' }],
        errors: [{ code: 131045 }],
      },
      { change: 'group_participants_remove', left: [{ identities: robin }] },
      { change: 'group_settings_update', subject: 'Sunday', description: undefined, errors: [{ code: 100 }] },
      { kind: 'fact', subject: 'req-9', known: true },
    ])
  })

  test.each(factFixtures)('%s is a fact about %s', (field, subject, value) => {
    expect(read(factBody(field, value))).toMatchObject([
      { kind: 'fact', field, subject, known: true, at, account: { businessAccountId } },
    ])
  })

  test('errors of a whole value are a fact, and explain a message that came without its content', () => {
    expect(read(bodyFixtures.valueErrors)).toMatchObject([
      { kind: 'fact', subject: 'errors', known: true, atGuessed: true, at: receivedAt },
    ])
    expect(read(bodyFixtures.interactiveWithErrors)[0]).toMatchObject({
      content: { type: 'unsupported', errors: [{ code: 131000 }] },
    })
  })
})

test('a body that is not built as Meta builds them is malformed, with the reason; one with a part that is, is not', () => {
  const of = (body: unknown) => cloudApiReader.readWebhook(body, receivedAt).malformed
  const object = 'whatsapp_business_account'
  expect(of({ object, entry: 7 })).toBe('the entry is not an object')
  expect(of({ object, entry: [{ id: '1', changes: ['x'] }] })).toBe('the change is not an object')
  // Nothing is in them, as in what is left of a body that was erased.
  expect([of({}), of({ object, entry: [] }), of({ object, entry: [{ id: '1', changes: [] }] })]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  // Of no known kind, yet as Meta builds them: kept as facts.
  expect(of({ object, entry: [{ id: '1', changes: [{ field: 'new', value: 1 }] }] })).toBeUndefined()
  expect(of({ object, entry: [7, { id: '1', changes: [{ field: 'new', value: {} }] }] })).toBeUndefined()
  expect(of({ object: 'page', entry: 7 })).toBeUndefined()
})

test('20,000 messages in one body are read in linear time', () => {
  const messages = Array.from({ length: 20_000 }, (_, index) => fromCustomer(text('x'), index))
  const whole = body(change('messages', { contacts: [], messages }))
  expect(cpuMilliseconds(() => expect(read(whole)).toHaveLength(20_000))).toBeLessThan(3_000)
})

test('a list of a million zeros is kept in a hundred facts and one', () => {
  const messages = [...Array.from({ length: 1_000_000 }, () => 0), fromCustomer(text('last'))]
  const items = read(body(change('messages', { messages })))
  expect(items).toHaveLength(102)
  expect(items[100]).toMatchObject({ kind: 'message', content: { text: 'last' } })
  expect(items[101]).toMatchObject({ kind: 'fact', known: false, reason: expect.stringMatching(/^999900 more parts/) })
})

test('NUL, lone surrogates and endless nesting become harmless, and nothing beside them changes', () => {
  let deep: unknown = 'x'
  for (let level = 0; level < 3000; level++) deep = { deep }
  const [item, neighbour] = read(live(text('a\u0000b\ud800c'), { type: 'order', order: { ['k\u0000']: deep } }))
  expect(item).toMatchObject({ content: { text: 'a\ufffdb\ufffdc' } })
  expect(neighbour).toMatchObject({ kind: 'message', content: { type: 'order' } })
  expect(JSON.stringify(neighbour)).toContain('cut here')
})
