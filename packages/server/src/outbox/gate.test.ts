import type { SendRefusalCode } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { decide, type SendFacts } from './gate.ts'
import { testCapabilities } from './scripted-transport.case.ts'

const now = Date.UTC(2026, 10, 21, 12)
const hour = 3_600_000
const fine: SendFacts = {
  at: now,
  caller: { name: 'shop', maySend: true, assistant: false, policy: null },
  account: { state: 'active', capabilities: testCapabilities },
  contact: { erased: false, optedOutAt: null, optedInAt: null },
  conversation: { kind: 'direct', policy: null, lastInboundAt: now - hour },
  identities: ['+4915123456789', '4915123456789'],
  allowList: null,
  purpose: 'reply',
  content: { type: 'text', text: 'hello' },
  quote: null,
  target: null,
  template: null,
  approvedTemplates: [{ name: 'hello_again', language: 'de' }],
}
const template = { type: 'template', name: 'sale', language: 'de' } as const
const optedOut = { erased: false, optedOutAt: now - 2 * hour, optedInAt: null }

const refusals: readonly (readonly [SendRefusalCode, string, Partial<SendFacts>])[] = [
  ['sender-may-not-send', 'the caller lacks the scope', { caller: { ...fine.caller, maySend: false } }],
  ['sender-may-not-send', 'the caller is blocked', { caller: { ...fine.caller, policy: 'block' } }],
  ['account-paused', 'the account is paused', { account: { ...fine.account, state: 'paused' } }],
  ['account-not-connected', 'no transport is there', { account: { ...fine.account, capabilities: null } }],
  [
    'account-not-connected',
    'the account lacks its token',
    { account: { ...fine.account, lack: 'The account has no access token.' } },
  ],
  ['contact-erased', 'the contact was erased', { contact: { ...optedOut, optedOutAt: null, erased: true } }],
  ['recipient-not-allowed', 'the recipient is not on the list', { allowList: ['+4915111111111'] }],
  [
    'recipient-not-allowed',
    "the recipient is on the workspace's list and not on the account's",
    { allowList: ['+4915123456789'], account: { ...fine.account, allowList: ['+4915111111111'] } },
  ],
  ['chat-blocked', 'the chat is blocked', { conversation: { ...fine.conversation, policy: 'block' } }],
  [
    'content-not-supported',
    'the transport has no stickers',
    { content: { type: 'sticker', media: { providerMediaId: '1' } } },
  ],
  ['text-too-long', 'the text has 5,000 characters', { content: { type: 'text', text: 'x'.repeat(5_000) } }],
  [
    'caption-too-long',
    'the caption is long',
    { content: { type: 'image', media: { providerMediaId: '1' }, caption: 'x'.repeat(1_025) } },
  ],
  ['quote-not-found', 'the quoted message is elsewhere', { quote: 'elsewhere' }],
  ['quote-not-found', 'the quoted message is nowhere', { quote: 'missing' }],
  ['quote-not-sent', 'the quoted message has not left', { quote: 'not-sent' }],
  ['target-not-found', 'the target of a reaction is elsewhere', { target: 'elsewhere' }],
  ['template-unknown', 'there is no such template', { content: template, template: { category: '', status: null } }],
  [
    'template-not-approved',
    'the template is paused',
    { content: template, template: { category: 'UTILITY', status: 'PAUSED' } },
  ],
  ['opted-out', 'it is bulk to one who said STOP', { contact: optedOut, purpose: 'bulk' }],
  [
    'opted-out',
    'it is marketing to one who said STOP',
    { contact: optedOut, content: template, template: { category: 'MARKETING', status: 'APPROVED' } },
  ],
  [
    'template-parameters-missing',
    'a variable of the template has no value',
    {
      content: template,
      template: {
        category: 'UTILITY',
        status: 'APPROVED',
        problem: { code: 'template-parameters-missing', reason: 'parameters.body[0]: {{1}} has no value.' },
      },
    },
  ],
  [
    'opted-out',
    'it is an unknown template to one who said STOP',
    { contact: optedOut, content: template, template: 'unlisted' },
  ],
  ['window-closed', 'the window closed', { conversation: { ...fine.conversation, lastInboundAt: now - 24 * hour } }],
  ['window-closed', 'the customer never wrote', { conversation: { ...fine.conversation, lastInboundAt: null } }],
]

test.each(refusals)('%s when %s', (code, _when, facts) => {
  const decision = decide({ ...fine, ...facts })
  expect(decision).toMatchObject({ outcome: 'refuse', code, reason: expect.stringMatching(/\.$/) })
})

test.each<[string, Partial<SendFacts>]>([
  ['nothing speaks against it', {}],
  ['the recipient is on the list, written otherwise', { allowList: ['4915123456789'] }],
  ['it answers one who said STOP and then wrote', { contact: optedOut }],
  ['the contact opted in again', { contact: { ...optedOut, optedInAt: now - hour }, purpose: 'bulk' }],
  [
    'the window closed but it is a template',
    { conversation: { ...fine.conversation, lastInboundAt: null }, content: template, template: 'unlisted' },
  ],
  [
    'the transport has no window',
    {
      account: { state: 'active', capabilities: { ...testCapabilities, serviceWindowMilliseconds: null } },
      conversation: { ...fine.conversation, lastInboundAt: null },
    },
  ],
  [
    'an assistant writes where it is stated that it may',
    { caller: { ...fine.caller, assistant: true }, conversation: { ...fine.conversation, policy: 'allow' } },
  ],
  ['an assistant was told that it may', { caller: { ...fine.caller, assistant: true, policy: 'allow' } }],
])('allowed when %s', (_when, facts) => {
  expect(decide({ ...fine, ...facts })).toEqual({ outcome: 'allow' })
})

test.each<[string, Partial<SendFacts>]>([
  ['an assistant sends, by default', { caller: { ...fine.caller, assistant: true } }],
  [
    'the caller was told to ask',
    { caller: { ...fine.caller, policy: 'approve' }, conversation: { ...fine.conversation, policy: 'allow' } },
  ],
  [
    'the conversation asks for it',
    { conversation: { ...fine.conversation, policy: 'approve' }, caller: { ...fine.caller, policy: 'allow' } },
  ],
])('needs approval when %s', (_when, facts) => {
  expect(decide({ ...fine, ...facts })).toMatchObject({ outcome: 'approve', reason: expect.any(String) })
})

test('a closed window names the templates that may be sent instead', () => {
  const decision = decide({ ...fine, conversation: { ...fine.conversation, lastInboundAt: null } })
  expect(decision).toMatchObject({
    alternative: { kind: 'template', templates: [{ name: 'hello_again', language: 'de' }] },
    reason: expect.stringContaining('hello_again'),
  })
})

test('a text that is too long names the limit and offers to be split', () => {
  expect(decide({ ...fine, content: { type: 'text', text: 'x'.repeat(5_000) } })).toMatchObject({
    reason: expect.stringContaining('4096'),
    alternative: { kind: 'split', limit: 4_096, parts: 2 },
  })
})

test('emoji count as one character each', () => {
  expect(decide({ ...fine, content: { type: 'text', text: '😀'.repeat(4_096) } })).toEqual({ outcome: 'allow' })
})

test("an account's sends wait for approval where it says so, unless the conversation is free", () => {
  const account = { ...fine.account, policy: 'approve' as const }
  expect(decide({ ...fine, account })).toEqual({
    outcome: 'approve',
    reason: 'Messages from this account wait for approval.',
  })
  const conversation = { ...fine.conversation, policy: 'allow' as const }
  expect(decide({ ...fine, account, conversation })).toEqual({ outcome: 'allow' })
  expect(decide({ ...fine, account: { ...fine.account, allowList: ['4915123456789'] } })).toEqual({ outcome: 'allow' })
})
