import type { Content } from '@switchboard/contract'
import fc from 'fast-check'
import {
  callEvents,
  type GroupItem,
  type Identity,
  type IdentityKind,
  type InboundItem,
  type Party,
  statusNames,
} from '../../packages/server/src/transports/inbound-item.ts'

/**
 * Streams of items in a world so small that everything meets: two numbers, five people known by parts of their identities, a
 * handful of messages and calls, few moments in time (so that ties happen), all kinds of items.
 */
export function itemStreams(maxLength: number): fc.Arbitrary<InboundItem[]> {
  return fc.array(item, { minLength: 2, maxLength }).map((drafts) =>
    // The raw part names the item, as a real one would; so equal raw parts mean equal items.
    drafts.map((draft) => ({ ...draft, raw: JSON.parse(JSON.stringify(draft)) as unknown }) as InboundItem),
  )
}

const person = fc.integer({ min: 1, max: 5 })
const at = fc.integer({ min: 1, max: 12 }).map((second) => second * 1_000)
const account = fc
  .constantFrom('100', '200')
  .map((phoneNumberId) => ({ phoneNumberId, displayPhoneNumber: `+1${phoneNumberId}`, businessAccountId: 'waba' }))
const wamid = fc.constantFrom('wamid.1', 'wamid.2', 'wamid.3', 'wamid.4', 'wamid.5')
const groupId = fc.option(fc.constantFrom('g1', 'g2'), { nil: undefined, freq: 4 })
const direction = fc.constantFrom('inbound' as const, 'outbound' as const)
const name = fc.constantFrom('Ana', 'Ána', 'Bo', 'Çağrı')

const party: fc.Arbitrary<Party> = fc
  .record(
    {
      number: person,
      shown: fc.subarray(['phone', 'wa_id', 'bsuid', 'lid'] as const, { minLength: 1, maxLength: 3 }),
      profileName: name,
      username: name,
      countryCode: fc.constantFrom('DE', 'TR'),
    },
    { requiredKeys: ['number', 'shown'] },
  )
  .map(({ number, shown, ...named }) => ({ identities: identitiesOf(number, shown), ...named }))

function identitiesOf(number: number, shown: readonly IdentityKind[]): Identity[] {
  return shown.map((kind) => ({ kind, value: kind === 'phone' ? `+4915${number}` : `${kind}.${number}` }))
}

const optionalParty = fc.option(party, { nil: undefined, freq: 8 })
const content: fc.Arbitrary<Content> = fc.oneof(
  fc
    .constantFrom('Hello there', 'Grüße "quoted" \\ back', '订单 42', '👍 {a,b}')
    .map((text) => ({ type: 'text' as const, text })),
  fc
    .constantFrom('a', 'b')
    .map((caption) => ({ type: 'image' as const, caption, providerMediaId: `media-${caption}` })),
  fc.constant({ type: 'unsupported' as const, reason: 'unknown type', raw: { type: 'new' } }),
)

const message = fc.record({
  kind: fc.constant('message' as const),
  account,
  at,
  wamid,
  direction,
  source: fc.constantFrom('history' as const, 'echo' as const, 'live' as const),
  party: optionalParty,
  groupId,
  content,
  context: fc.option(
    wamid.map((quotedWamid) => ({ quotedWamid, forwarded: true })),
    { nil: undefined },
  ),
  historyStatus: fc.option(fc.constantFrom(...statusNames), { nil: undefined, freq: 4 }),
})

const status = fc
  .record({
    kind: fc.constant('status' as const),
    account,
    at,
    wamid,
    status: fc.constantFrom(...statusNames, 'unknown' as const),
    party: optionalParty,
    groupId,
    errors: fc.constantFrom([], [{ code: 131_026, title: 'undeliverable' }], [{ code: '130429' }]),
    pricing: fc.constantFrom(
      undefined,
      { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' },
      { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
      { pricing_model: 'CBP', category: 'utility' },
    ),
    callbackData: fc.option(fc.constant('mine'), { nil: undefined }),
  })
  .map((draft) => ({ ...draft, statusName: draft.status === 'unknown' ? 'warned' : draft.status }))

const about = { account, at, wamid: fc.constantFrom('wamid.r1', 'wamid.r2', 'wamid.r3'), targetWamid: wamid, direction }
const reaction = fc.record({
  kind: fc.constant('reaction' as const),
  ...about,
  party: optionalParty,
  groupId,
  emoji: fc.constantFrom('👍', '❤️', null),
})
const revision = fc.record({
  kind: fc.constant('revision' as const),
  ...about,
  party: optionalParty,
  groupId,
  revision: fc.constantFrom('edit' as const, 'revoke' as const),
  content: fc.option(content, { nil: undefined }),
})

const call = fc
  .record({
    kind: fc.constant('call' as const),
    account,
    at,
    providerCallId: fc.constantFrom('wacid.1', 'wacid.2'),
    event: fc.constantFrom(...callEvents, 'unknown' as const),
    direction: fc.option(direction, { nil: undefined }),
    party: optionalParty,
    outcome: fc.option(fc.constantFrom('completed', 'failed'), { nil: undefined }),
    durationSeconds: fc.option(fc.constantFrom(3, 4.4), { nil: undefined }),
    startedAt: fc.option(at, { nil: undefined }),
    errors: fc.constantFrom([], [{ code: 1 }]),
  })
  .map((draft) => ({ ...draft, eventName: draft.event === 'unknown' ? 'held' : draft.event }))

const contact = fc.record({
  kind: fc.constant('contact' as const),
  account,
  at,
  party,
  addressBookName: fc.option(fc.option(name, { nil: null }), { nil: undefined }),
})
const identityChange = fc.record({
  kind: fc.constant('identity-change' as const),
  account,
  at,
  previous: party,
  current: party,
  change: fc.constant('phone' as const),
})
const preference = fc.record({
  kind: fc.constant('preference' as const),
  account,
  at,
  party,
  category: fc.constant('marketing_messages'),
  value: fc.constantFrom('stop', 'resume'),
  detail: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
})
const group: fc.Arbitrary<Omit<GroupItem, 'raw'>> = fc.record({
  kind: fc.constant('group' as const),
  account,
  at,
  groupId: fc.constantFrom('g1', 'g2'),
  change: fc.constantFrom('group_create', 'group_participants_add'),
  subject: fc.option(fc.constantFrom('Choir', 'Chess'), { nil: undefined }),
  joined: fc.array(party, { maxLength: 2 }),
  left: fc.array(party, { maxLength: 2 }),
  errors: fc.constant([]),
})
const fact = fc.record({
  kind: fc.constant('fact' as const),
  account: fc.constantFrom({ businessAccountId: 'waba' }, { phoneNumberId: '100' }),
  at,
  field: fc.constantFrom('account_update', 'novelty'),
  known: fc.constant(true),
  value: fc.record({ n: fc.integer({ min: 0, max: 2 }) }),
})

const item = fc.oneof(
  { weight: 6, arbitrary: message },
  { weight: 6, arbitrary: status },
  { weight: 2, arbitrary: reaction },
  { weight: 3, arbitrary: revision },
  { weight: 3, arbitrary: call },
  { weight: 2, arbitrary: contact },
  { weight: 1, arbitrary: identityChange },
  { weight: 1, arbitrary: preference },
  { weight: 1, arbitrary: group },
  { weight: 1, arbitrary: fact },
)
