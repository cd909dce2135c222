import type { Content } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { maxSearchTextLength } from './normalise-text.ts'
import { readableText, searchableText } from './searchable-text.ts'

const cases: [Content, string | null, string | null][] = [
  [{ type: 'text', text: 'Guten Tag!' }, 'Guten Tag!', 'guten tag'],
  [{ type: 'image', caption: 'My receipt' }, 'My receipt', 'my receipt'],
  [{ type: 'image' }, null, null],
  [{ type: 'audio', voice: true }, null, null],
  [
    { type: 'document', filename: 'offer-2026.pdf', caption: 'The offer' },
    'The offer\noffer-2026.pdf',
    'the offer offer 2026 pdf',
  ],
  [
    { type: 'interactive', kind: 'list_reply', id: 'slot_9', title: '9:00', description: 'Tuesday' },
    '9:00\nTuesday',
    '9 00 tuesday slot 9',
  ],
  [
    { type: 'interactive', kind: 'nfm_reply', title: 'Sent', response: { screen: { city: 'Köln' }, seats: 4 } },
    'Sent',
    'sent koln 4',
  ],
  [{ type: 'button', text: 'Yes', payload: 'CONFIRM' }, 'Yes', 'yes confirm'],
  [
    { type: 'order', catalogId: '77', text: 'Please', items: [{ productRetailerId: 'sku-1' }, { quantity: 2 }] },
    'Please',
    'please 77 sku 1',
  ],
  [
    {
      type: 'contacts',
      contacts: [
        { name: 'Ana Cruz', phones: [{ phone: '+34 600 11 22' }], emails: [{ email: 'ana@example.com' }], raw: {} },
      ],
    },
    'Ana Cruz',
    'ana cruz 34 600 11 22 346001122 ana example com',
  ],
  [
    { type: 'location', latitude: 1, longitude: 2, name: 'Pier 39', address: 'Beach St' },
    'Pier 39\nBeach St',
    'pier 39 beach st',
  ],
  [{ type: 'system', kind: 'user_changed_number', text: 'Number changed' }, 'Number changed', 'number changed'],
  [
    { type: 'unsupported', originalType: 'poll', reason: 'new', raw: { id: 'wamid.X', poll: { question: 'Lunch?' } } },
    null,
    'lunch',
  ],
  [{ type: 'unknown' }, null, null],
  [{ type: 'text', text: '東京都' }, '東京都', '東京 京都 東 京 都'],
]

test.each(cases)('%j reads as %j and is searched as %j', (content, readable, searchable) => {
  expect(readableText(content)).toBe(readable)
  expect(searchableText(content)).toBe(searchable)
})

test('a flow answer of endless depth or breadth is bounded', () => {
  let deep: unknown = 'end'
  for (let level = 0; level < 5_000; level++) deep = [deep]
  expect(searchableText({ type: 'interactive', kind: 'nfm_reply', response: deep })).toBe(null)
  const wide = Array.from({ length: 300_000 }, (_, index) => `answer ${index}`)
  const words = searchableText({ type: 'interactive', kind: 'nfm_reply', response: wide })
  expect(words?.length).toBeLessThanOrEqual(maxSearchTextLength)
})
