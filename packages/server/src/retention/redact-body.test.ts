import { expect, test } from 'vitest'
import { redactBody } from './redact-body.ts'

const change = (value: Record<string, unknown>) => ({
  field: 'messages',
  value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '1' }, ...value },
})
const body = (...changes: unknown[]) => ({ object: 'whatsapp_business_account', entry: [{ id: '9', changes }] })
const anna = { from: '4915100000001', id: 'wamid.anna', type: 'text', text: { body: 'hello' } }
const ben = { from: '4915100000002', id: 'wamid.ben', type: 'text', text: { body: 'call 4915100000001 please' } }
const names = new Set(['4915100000001', 'wamid.anna'])

test("takes out one person's messages and contact card and leaves the neighbours", () => {
  const before = body(
    change({ contacts: [{ wa_id: '4915100000001' }, { wa_id: '4915100000002' }], messages: [anna, ben] }),
  )
  expect(redactBody(before, names)).toEqual({
    body: body(change({ contacts: [{ wa_id: '4915100000002' }], messages: [ben] })),
    removed: 2,
  })
})

test('takes out a change that held nobody else, and keeps an untouched empty one', () => {
  const untouched = change({ messages: [] })
  expect(redactBody(body(change({ messages: [anna] }), untouched), names).body).toEqual(body(untouched))
})

test('takes out a whole thread of a history sync whose id is the person', () => {
  const thread = { id: '4915100000001', messages: [{ from: '49800', id: 'wamid.ours', text: { body: 'our answer' } }] }
  const other = { id: '4915100000002', messages: [ben] }
  const before = body(change({ history: [{ metadata: { phase: 0 }, threads: [thread, other] }] }))
  expect(redactBody(before, names).body).toEqual(
    body(change({ history: [{ metadata: { phase: 0 }, threads: [other] }] })),
  )
})

test('finds a number written with a plus, as a JSON number, or inside a list of strings', () => {
  const items = [{ phone: '+4915100000001' }, { phone: 4915100000001 }, { phones: ['4915100000001'] }, { phone: '1' }]
  expect(redactBody({ items }, names)).toEqual({ body: { items: [{ phone: '1' }] }, removed: 3 })
})
