import type { AccountId, ApprovalId, ConversationId, OutboxId } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { ApprovalToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { describeApprovals } from './describe-approval.ts'

const shown = (more: Partial<ApprovalToShow> = {}): ApprovalToShow => ({
  id: 'approval' as ApprovalId, // no id is read here
  bulkId: null,
  state: 'pending',
  reason: 'Messages of an assistant wait for approval.',
  fingerprint: 'f',
  expiresAt: '2026-11-22T09:00:00.000Z',
  conversationId: 'conversation-1' as ConversationId,
  stated: false,
  sendIds: ['send' as OutboxId],
  recipient: { phone: '+4915112345678' },
  contents: [{ type: 'text', text: 'Your table is booked' }],
  shown: [null],
  requestReason: null,
  sendAt: null,
  contactName: 'Anna',
  groupSubject: null,
  account: { id: 'account' as AccountId, name: 'Shop', phone: '+49 30 1234' },
  ...more,
})

test('says to whom, from which number, in which conversation, and every word, which comes last', () => {
  expect(describeApprovals([shown()])).toBe(
    [
      'Send this WhatsApp message?',
      '',
      'To: Anna (+4915112345678)',
      'From: Shop, +49 30 1234',
      'In the conversation: conversation-1',
      '',
      'Text:',
      'Your table is booked',
    ].join('\n'),
  )
})

test('a template says what the customer will read; the reason that was given keeps to its line', () => {
  const contents = [{ type: 'template', name: 'ready', language: 'en', parameters: { body: ['7'] } }]
  const asked = describeApprovals([
    shown({ contents, shown: ['Order 7 is ready.\nSee you'], requestReason: 'They asked\nTo: Eve' }),
  ])
  expect(asked.split('\n').slice(4)).toEqual([
    'In the conversation: conversation-1',
    'The reason that was given: They asked To: Eve',
    '',
    'Template: ready (en)',
    'What the customer will read:',
    'Order 7 is ready.',
    'See you',
  ])
})

test('a name keeps to its line, loses what cannot be seen, and is cut', () => {
  const contactName = `Anna\u202E\u200B\n\nText:\nSomething harmless ${'x'.repeat(200)}`
  const lines = describeApprovals([shown({ contactName })]).split('\n')
  expect(lines[2]).toMatch(/^To: Anna Text: Something harmless x+… \(\+4915112345678\)$/)
  expect(lines.filter((line) => line === 'Text:')).toHaveLength(1)
})

test('a text with characters that cannot be seen says how many there are', () => {
  const text = `Yes\u{E0049}\u{E0050}\u200B.`
  expect(describeApprovals([shown({ contents: [{ type: 'text', text }] })])).toMatch(
    /\(3 characters in it cannot be seen\)\nYes\.$/,
  )
})

test.each([
  [
    { type: 'template', name: 'hello', language: 'en', parameters: { body: ['Anna'] } },
    ['Template: hello (en)', '["Anna"]'],
  ],
  [
    { type: 'document', media: { link: 'https://a.example/b.pdf' }, caption: 'Bill', filename: 'b.pdf' },
    ['https://a.example/b.pdf', 'Named: b.pdf', 'Bill'],
  ],
  [
    { type: 'reaction', messageId: '01900000-0000-7000-8000-000000000000', emoji: '👍' },
    ['Reaction 👍 to message 0190'],
  ],
  [{ type: 'location', latitude: 1, longitude: 2 }, ['"latitude":1']],
])('shows what a %j says', (content, words) => {
  const text = describeApprovals([shown({ contents: [content] })])
  for (const word of words) expect(text).toContain(word)
})

test('the parts of a long text are all shown, and a time not before which it goes', () => {
  const contents = ['one', 'two'].map((text) => ({ type: 'text', text }))
  const text = describeApprovals([shown({ contents, sendAt: '2026-11-22T08:00:00.000Z' })])
  expect(text).toMatch(/part 1 of 2[\s\S]*one[\s\S]*part 2 of 2[\s\S]*two$/)
  expect(text).toContain('Not before: 2026-11-22T08:00:00.000Z')
})

test('of many messages everybody is named, and what differs is said for each', () => {
  const other = { recipient: { waId: '4915100000000' }, contactName: null }
  expect(describeApprovals([shown(), shown(other)])).toMatch(
    /Send 2 WhatsApp messages\?[\s\S]*1\. Anna \(\+4915112345678\)\n2\. \+4915100000000\n[\s\S]*To each of them:\nText:\nYour table is booked$/,
  )
  const differing = describeApprovals([
    shown(),
    shown({ ...other, contents: [{ type: 'text', text: 'Not\nfor you' }] }),
  ])
  expect(differing).toContain('2. +4915100000000: Text: Not for you')
})
