import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callbackField } from '../callback-field.ts'
import { twilioAccountKeyOf } from './account-key.ts'
import { twilioReader } from './read-webhook.ts'

const now = 1_700_000_000_000
const from = {
  MessageSid: 'SM1',
  AccountSid: 'AC1',
  From: 'whatsapp:+447700900123',
  To: 'whatsapp:+14155550100',
  WaId: '447700900123',
  ProfileName: 'Robin Vale',
  NumMedia: '0',
  SmsStatus: 'received',
}
const read = (form: object) => twilioReader.readWebhook(form, now).items

test('a text is a message of the person to our number', () => {
  expect(read({ ...from, Body: 'Hi' })).toMatchObject([
    {
      kind: 'message',
      wamid: 'SM1',
      direction: 'inbound',
      at: now,
      atGuessed: true,
      account: { phoneNumberId: '14155550100', displayPhoneNumber: '+14155550100', businessAccountId: 'AC1' },
      party: {
        profileName: 'Robin Vale',
        identities: [
          { kind: 'wa_id', value: '447700900123' },
          { kind: 'phone', value: '+447700900123' },
        ],
      },
      content: { type: 'text', text: 'Hi' },
    },
  ])
})

const mediaUrl = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/SM1/Media/ME2'
test.each([
  [
    'button',
    { ButtonText: 'Yes', ButtonPayload: 'yes-1', Body: 'Yes' },
    { type: 'button', text: 'Yes', payload: 'yes-1' },
  ],
  [
    'list',
    { ListId: 'l', ListTitle: 'T', Body: 'T' },
    { type: 'interactive', kind: 'list_reply', id: 'l', title: 'T' },
  ],
  ['flow', { InteractiveData: '{"a":1}' }, { type: 'interactive', kind: 'nfm_reply', response: { a: 1 } }],
  ['broken flow', { InteractiveData: '{' }, { kind: 'nfm_reply', responseText: '{' }],
  [
    'place',
    { Latitude: '1.5', Longitude: '-2', Label: 'Shop' },
    { type: 'location', latitude: 1.5, longitude: -2, name: 'Shop' },
  ],
  [
    'picture',
    { NumMedia: '1', MediaUrl0: mediaUrl, MediaContentType0: 'image/jpeg', Body: 'Look' },
    { type: 'image', providerMediaId: 'SM1/ME2', mimeType: 'image/jpeg', url: mediaUrl, caption: 'Look' },
  ],
  [
    'voice note',
    { NumMedia: '1', MediaUrl0: mediaUrl, MediaContentType0: 'audio/ogg; codecs=opus' },
    { type: 'audio', voice: true },
  ],
  [
    'document',
    { NumMedia: '1', MediaUrl0: mediaUrl, MediaContentType0: 'application/pdf', Body: 'a.pdf' },
    { type: 'document', filename: 'a.pdf' },
  ],
  ['nothing', {}, { type: 'unsupported' }],
])('%s', (_what, form, content) => {
  expect(read({ ...from, ...form })).toMatchObject([{ kind: 'message', content }])
})

test('several files are several messages', () => {
  const form = {
    ...from,
    NumMedia: '2',
    MediaUrl0: mediaUrl,
    MediaContentType0: 'image/png',
    MediaContentType1: 'video/mp4',
  }
  expect(read(form)).toMatchObject([
    { wamid: 'SM1', content: { type: 'image' } },
    { wamid: 'SM1:1', content: { type: 'video' } },
  ])
})

test('a quote, a forward and an advertisement are its context', () => {
  const form = {
    ...from,
    Body: 'x',
    OriginalRepliedMessageSid: 'SM0',
    OriginalRepliedMessageSender: 'whatsapp:+14155550100',
    Forwarded: 'true',
    ReferralBody: 'Fresh bread',
    ReferralCtwaClid: 'c-1',
  }
  expect(read(form)).toMatchObject([
    {
      context: {
        quotedWamid: 'SM0',
        quotedFrom: '14155550100',
        forwarded: true,
        referral: { ReferralBody: 'Fresh bread', ReferralCtwaClid: 'c-1' },
      },
    },
  ])
})

test.each([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['queued', 'unknown'],
  ['something new', 'unknown'],
])('the receipt %s is %s', (MessageStatus, status) => {
  const form = {
    MessageSid: 'SM9',
    From: from.To,
    To: from.From,
    MessageStatus,
    ErrorCode: '63016',
    [callbackField]: 'sb:1',
  }
  expect(read(form)).toMatchObject([
    {
      kind: 'status',
      wamid: 'SM9',
      status,
      statusName: MessageStatus,
      callbackData: 'sb:1',
      account: { phoneNumberId: '14155550100' },
      errors: [{ code: 63_016, title: expect.stringContaining('24 hours') }],
    },
  ])
  expect(twilioAccountKeyOf(form)).toBe(twilioAccountKeyOf(from))
})

test('somebody without a phone is known by the user id', () => {
  const { WaId: _, ...form } = { ...from, From: 'whatsapp:GB.777', Body: 'x' }
  expect(read(form)).toMatchObject([{ party: { identities: [{ kind: 'bsuid', value: 'GB.777' }] } }])
})

test('whatever comes is read to at least one item', () => {
  const names = [...Object.keys(from), 'MessageStatus', 'Body', 'Latitude', 'Longitude', 'MediaUrl0', 'InteractiveData']
  const form = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(fc.string(), fc.constantFrom('\0', '99999999', '-1', '{}')),
  )
  fc.assert(
    fc.property(
      fc.oneof(form, fc.jsonValue()),
      (body) => read(Object(body)).length > 0 && read(Object(body)).length <= 10,
    ),
  )
})
