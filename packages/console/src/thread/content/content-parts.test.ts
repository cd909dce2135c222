import { expect, test } from 'vitest'
import { fieldsOf, fieldWords } from './form-fields.ts'
import { interactiveView } from './interactive-view.ts'
import { peaksOf } from './peaks.ts'

test('what was filled into a form is read field by field, by names that are words', () => {
  const address = { flow_token: 't', values: { in_pin_code: '400063', city: 'Mumbai' }, days: ['Mon'], note: {} }
  expect(fieldsOf(address).map(([name, value]) => [fieldWords(name), value])).toEqual([
    ['Pin code', '400063'],
    ['City', 'Mumbai'],
    ['Days', ['Mon']],
    ['Note', {}],
  ])
  expect(fieldsOf('text')).toEqual([])
  expect(['screen_0_First_name_1', '_', 'address_2'].map(fieldWords)).toEqual(['First name', '_', 'Address'])
})

test('buttons, lists and links read alike in our words and in the provider’s', () => {
  const ours = { type: 'buttons', body: 'Which?', footer: 'Ana’s', buttons: [{ id: 'a', title: 'This' }] }
  const theirs = {
    type: 'button',
    body: { text: 'Which?' },
    footer: { text: 'Ana’s' },
    action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'This' } }] },
  }
  const seen = { body: 'Which?', footer: 'Ana’s', buttons: [{ kind: 'reply', label: 'This' }], sections: [] }
  expect(interactiveView(ours)).toEqual(seen)
  expect(interactiveView(theirs)).toEqual(seen)
  const rows = [{ id: '1', title: 'Monday', description: 'morning' }]
  const list = { type: 'list', body: 'When?', button: 'Days', sections: [{ title: 'Week', rows }] }
  const days = {
    body: 'When?',
    buttons: [{ kind: 'list', label: 'Days' }],
    sections: [{ title: 'Week', rows: [{ title: 'Monday', description: 'morning' }] }],
  }
  expect(interactiveView(list)).toEqual(days)
  expect(
    interactiveView({ type: 'list', body: { text: 'When?' }, action: { button: 'Days', sections: list.sections } }),
  ).toEqual(days)
  const link = { kind: 'link', label: 'Pay', url: 'https://example.com/' }
  expect(interactiveView({ type: 'cta_url', body: 'x', displayText: 'Pay', url: link.url }).buttons).toEqual([link])
  const parameters = { display_text: 'Pay', url: link.url }
  expect(interactiveView({ type: 'cta_url', action: { name: 'cta_url', parameters } }).buttons).toEqual([link])
})

test.each([null, 'text', 7, [], { body: 7, buttons: 'no', action: { buttons: [null], sections: [7] } }])(
  'what was sent in another shape breaks nothing: %j',
  (sent) => {
    expect(() => interactiveView(sent)).not.toThrow()
  },
)

test('bars are as high as it is loud, and silence has none', () => {
  const quietThenLoud = Float32Array.from({ length: 4_000 }, (_, n) => (n < 2_000 ? 0.1 : 0.5))
  const [first, ...rest] = peaksOf(quietThenLoud, 4)
  expect(first).toBeCloseTo(0.2)
  expect(rest.at(-1)).toBe(1)
  expect(peaksOf(new Float32Array(100), 4)).toEqual([0, 0, 0, 0])
  expect(peaksOf(new Float32Array(0), 2)).toEqual([0, 0])
})
