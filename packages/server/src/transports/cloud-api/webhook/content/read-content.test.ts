import { Content } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { messageFixtures } from '../../fixtures/messages.case.ts'
import { readContent } from './read-content.ts'

const expected: Record<string, object> = {
  text: { type: 'text', text: 'Is the blue one in stock?', previewUrl: true },
  image: { type: 'image', providerMediaId: '7001', mimeType: 'image/jpeg', sha256: 'n2Zq1w==', caption: 'The receipt' },
  video: { type: 'video', mimeType: 'video/mp4', url: 'https://lookaside.example.com/7001' },
  voice: { type: 'audio', voice: true, providerMediaId: '7002' },
  audio: { type: 'audio', voice: false },
  document: { type: 'document', filename: 'offer.pdf', caption: 'Please sign' },
  sticker: { type: 'sticker', animated: true },
  location: { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Depot', address: 'Hall 4' },
  contacts: {
    type: 'contacts',
    contacts: [
      {
        name: 'Kim Aster',
        organisation: 'Aster Ltd',
        phones: [{ phone: '+44 7700 900456', waId: '447700900456', type: 'CELL' }],
        emails: [{ email: 'kim@example.com', type: 'WORK' }],
      },
      { name: 'Lee Fir', phones: [{ phone: '15550100177' }], emails: [] },
    ],
  },
  buttonReply: { type: 'interactive', kind: 'button_reply', id: 'yes', title: 'Yes please' },
  listReply: { type: 'interactive', kind: 'list_reply', id: 'slot9', title: '9:00', description: 'Tuesday morning' },
  flowReply: { type: 'interactive', kind: 'nfm_reply', title: 'Sent', response: { seats: 2, city: 'Köln' } },
  brokenFlowReply: { type: 'interactive', kind: 'nfm_reply', responseText: '{"seats":' },
  callPermission: { type: 'interactive', kind: 'call_permission_reply', response: { response: 'accept' } },
  address: { type: 'interactive', kind: 'address', response: { values: { city: 'Leeds' } } },
  paymentMethod: { type: 'interactive', kind: 'payment_method', response: { payment_method: 'upi' } },
  button: { type: 'button', text: 'Confirm', payload: 'CONFIRM_7' },
  order: {
    type: 'order',
    catalogId: '55',
    text: 'For Friday',
    items: [
      { productRetailerId: 'mug-3', quantity: 4, itemPrice: 7.5, currency: 'GBP' },
      { productRetailerId: 'jug-1', quantity: 1, itemPrice: 12 },
    ],
  },
  numberChanged: { type: 'system', kind: 'user_changed_number', text: 'Robin Vale changed their number' },
  requestWelcome: { type: 'request_welcome' },
  unsupported: { type: 'unsupported', originalType: 'poll', errors: [{ code: 131051 }] },
  unsupportedEdit: { type: 'unsupported', originalType: 'edit' },
  unknown: { type: 'unsupported', originalType: 'unknown', errors: [{ code: 501 }] },
  ofTheFuture: { type: 'unsupported', originalType: 'hologram', raw: messageFixtures.ofTheFuture },
  typeWithoutKey: { type: 'unsupported', reason: 'the type is "image" and there is no "image" in the message' },
  keyWithoutType: { type: 'text', text: 'No type here' },
}

test.each(Object.entries(expected))('%s', (name, content) => {
  const read = readContent({ ...messageFixtures[name] })
  expect(read).toMatchObject(content)
  expect(Content.parse(JSON.parse(JSON.stringify(read)))).toBeDefined()
})

test.each([
  [{ type: 'text', text: {} }],
  [{ type: 'text', text: null }],
  [{ type: 'image', image: 'a file' }],
  [{ type: 'location', location: { latitude: 'north', longitude: 1 } }],
  [{ type: 'contacts', contacts: [] }],
  [{ type: 'interactive', interactive: { type: 'button_reply' } }],
  [{ type: 'interactive', interactive: {} }],
  [{ type: 'constructor' }],
  [{ type: '__proto__' }],
  [{}],
])('%j is unsupported, with the reason and all that came', (message) => {
  expect(readContent(message)).toMatchObject({
    type: 'unsupported',
    reason: expect.stringMatching(/.{10}/),
    raw: message,
  })
})

test('a flow answer may be missing, an object already, or JSON of another kind', () => {
  const answer = (response_json: unknown) =>
    readContent({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json } } })
  expect(answer(undefined)).toMatchObject({ kind: 'nfm_reply', response: undefined })
  expect(answer({ a: 1 })).toMatchObject({ response: { a: 1 } })
  expect(answer('7')).toMatchObject({ response: 7 })
  expect(answer('"\\u0000"')).toMatchObject({ response: '\ufffd' })
})

test('a menu of the business’s own keeps what a person reads', () => {
  const interactive = { type: 'button', header: { text: 'Hello' }, body: { text: 'Which one?' }, action: {} }
  expect(readContent({ type: 'interactive', interactive })).toMatchObject({
    kind: 'other',
    title: 'Hello',
    description: 'Which one?',
    response: interactive,
  })
})
