import type { ParameterFormat } from '@switchboard/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkParameters } from './check-parameters.ts'
import { givenParameters, type TemplateMessage } from './given-parameters.ts'
import { showTemplate } from './show-template.ts'
import { templateShape } from './template-shape.ts'

const order = [
  { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
  { type: 'BODY', text: 'Hi {{1}}, your order {{2}} has left our shop.' },
  { type: 'FOOTER', text: 'The shop' },
  {
    type: 'BUTTONS',
    buttons: [
      { type: 'URL', text: 'Follow it', url: 'https://shop.example.com/orders/{{1}}' },
      { type: 'QUICK_REPLY', text: 'Change address' },
      { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100100' },
    ],
  },
]
const reminder = [{ type: 'BODY', text: 'Dear {{first_name}}, we expect you on {{day}}.' }]

function problemsOf(
  components: readonly object[],
  given: Partial<TemplateMessage>,
  format: ParameterFormat = 'POSITIONAL',
) {
  const message: TemplateMessage = { type: 'template', name: 'a', language: 'en', ...given }
  return checkParameters(templateShape(components), format, givenParameters(message)).map(
    ({ kind, path, message: said }) => `${kind} ${path}: ${said}`,
  )
}
const url = { index: 0, subType: 'URL', parameters: ['A-1007'] }

test('exactly what the template wants is right, in our words and in the provider’s', () => {
  expect(problemsOf(order, { parameters: { header: ['7'], body: ['Ana', 'A-1007'], buttons: [url] } })).toEqual([])
  const components = [
    { type: 'header', parameters: [{ type: 'text', text: '7' }] },
    {
      type: 'body',
      parameters: [
        { type: 'text', text: 'Ana' },
        { type: 'currency', currency: { fallback_value: '$7' } },
      ],
    },
    { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'A-1007' }] },
    { type: 'button', sub_type: 'quick_reply', index: 1, parameters: [{ type: 'payload', payload: 'move' }] },
  ]
  expect(problemsOf(order, { components })).toEqual([])
})

test('what is missing, empty or too many is named with its place', () => {
  expect(problemsOf(order, { parameters: { header: ['7'], body: ['Ana'], buttons: [url] } })).toEqual([
    'missing parameters.body[1]: {{2}} has no value',
  ])
  expect(problemsOf(order, { parameters: { header: ['7'], body: ['', 'x', 'y'] } })).toEqual([
    'missing parameters.body[0]: {{1}} has no value',
    'too-many parameters.body[2]: the template has only {{1}}, {{2}} here',
    'missing parameters.buttons: button 0 "Follow it" needs the end of its address',
  ])
  expect(problemsOf(order, {})).toEqual([
    'missing parameters.header[0]: {{1}} has no value',
    'missing parameters.body[0]: {{1}} has no value',
    'missing parameters.body[1]: {{2}} has no value',
    'missing parameters.buttons: button 0 "Follow it" needs the end of its address',
  ])
  const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }, { type: 'text' }] }]
  expect(problemsOf(order.slice(1, 2), { components })).toEqual([
    'missing components[0].parameters[1]: {{2}} has no value',
  ])
  expect(problemsOf(order.slice(1, 2), { components: [] })).toEqual([
    'missing components.body.parameters[0]: {{1}} has no value',
    'missing components.body.parameters[1]: {{2}} has no value',
  ])
  expect(problemsOf([{ type: 'BODY', text: 'Hello' }], { parameters: { header: ['x'], body: ['y'] } })).toEqual([
    'too-many parameters.header[0]: the template has no variables here',
    'too-many parameters.body[0]: the template has no variables here',
  ])
})

test('what WhatsApp does not take within a variable is wrong', () => {
  const wrong = ['a\nb', 'a\tb', 'a     b', 'x'.repeat(1_000)]
  for (const value of wrong)
    expect(problemsOf(order.slice(1, 2), { parameters: { body: ['y', value] } })).toMatchObject([
      expect.stringMatching(/^wrong parameters\.body/),
    ])
})

test('named variables are given by name, numbered ones in their order', () => {
  const named = (body: Record<string, string> | string[]) => problemsOf(reminder, { parameters: { body } }, 'NAMED')
  expect(named({ first_name: 'Ana', day: 'Monday' })).toEqual([])
  expect(named({ first_name: 'Ana', dya: 'Monday' })).toEqual([
    'too-many parameters.body.dya: the template has only {{first_name}}, {{day}} here',
    'missing parameters.body.day: {{day}} has no value',
  ])
  expect(named(['Ana'])).toEqual([
    'wrong parameters.body[0]: the template names its variables (first_name, day); give the name',
    'missing parameters.body.first_name: {{first_name}} has no value',
    'missing parameters.body.day: {{day}} has no value',
  ])
  expect(problemsOf(order.slice(1, 2), { parameters: { body: { 1: 'Ana', 2: 'x' } } })).toEqual([
    'wrong parameters.body.1: the template numbers its variables; give a list, without names',
  ])
  const twice = ['Ana', 'Bo'].map((text) => ({ type: 'text', parameter_name: 'day', text }))
  expect(problemsOf(reminder, { components: [{ type: 'body', parameters: twice }] }, 'NAMED')).toEqual([
    'too-many components[0].parameters[1]: {{day}} is given twice',
    'missing components[0].parameters: {{first_name}} has no value',
  ])
})

test('a header of a file wants that file', () => {
  const offer = [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Look' },
  ]
  const header = (...values: ({ type: string } & Record<string, unknown>)[]) =>
    problemsOf(offer, { parameters: { header: values } })
  expect(header({ type: 'image', image: { link: 'https://example.com/a.png' } })).toEqual([])
  expect(header({ type: 'image', media: { mediaId: '0199aa00-0000-7000-8000-000000000001' } })).toEqual([])
  expect(header({ type: 'image', media: { mediaId: 'no id of ours' } })).toHaveLength(1)
  expect(header()).toEqual(["missing parameters.header[0]: the header's image is not given"])
  expect(header({ type: 'image', image: {} })).toEqual([
    'missing parameters.header[0].image: the image has neither an id nor a link',
  ])
  expect(header({ type: 'video', video: { id: '1' } })).toEqual([
    'wrong parameters.header[0]: the header wants {"type": "image", "media": {…}}',
  ])
  const image = { type: 'image', image: { id: '1' } }
  expect(header(image, image)).toEqual(['too-many parameters.header[1]: the header has one image'])
})

test('buttons get what their kind takes', () => {
  const given = (...buttons: { index: number; subType: string; parameters: unknown[] }[]) =>
    problemsOf(order, { parameters: { header: ['7'], body: ['a', 'b'], buttons: [url, ...buttons] } })
  expect(given({ index: 1, subType: 'quick_reply', parameters: ['move'] })).toEqual([])
  expect(given({ index: 7, subType: 'url', parameters: ['x'] })).toEqual([
    'too-many parameters.buttons[1].parameters: there is no button 7; the template has 3, from 0',
  ])
  expect(given({ index: 2, subType: 'phone_number', parameters: ['+1'] })).toEqual([
    'too-many parameters.buttons[1].parameters[0]: button 2 "Call" takes no value',
  ])
  expect(given({ index: 1, subType: 'url', parameters: ['x'] })).toEqual([
    'wrong parameters.buttons[1].parameters: button 1 "Change address" is a quick_reply button, not url',
  ])
  expect(given(url)).toEqual(['too-many parameters.buttons[1].parameters: button 0 is given twice'])
  const coupon = [
    { type: 'BODY', text: 'Hi' },
    { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy' }] },
  ]
  const copy = (code: string) => ({ parameters: { buttons: [{ index: 0, subType: 'copy_code', parameters: [code] }] } })
  expect(problemsOf(coupon, copy('SAVE20'))).toEqual([])
  expect(problemsOf(coupon, copy(' '))).toEqual([
    'missing parameters.buttons[0].parameters[0]: button 0 "Copy" needs the code to copy',
  ])
})

test('cards of a carousel are checked one by one, and an offer needs its end', () => {
  const card = {
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Take {{1}}' },
    ],
  }
  const carousel = [
    { type: 'BODY', text: 'New' },
    { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Soon over', has_expiration: true } },
    { type: 'CAROUSEL', cards: [card, card] },
  ]
  const components = [
    {
      type: 'carousel',
      cards: [
        {
          card_index: 0,
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] },
            { type: 'body', parameters: [] },
          ],
        },
      ],
    },
  ]
  expect(problemsOf(carousel, { components })).toEqual([
    'missing components.limited_time_offer.parameters[0].limited_time_offer.expiration_time_ms: the end of the offer is not given',
    'missing components[0].cards[0].components[1].parameters[0]: {{1}} has no value',
    'missing components.carousel.cards: card 1 is not given',
  ])
})

test('cards are given in our own words, in their order', () => {
  const card = {
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Take {{1}}' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'See', url: 'https://a.example/{{1}}' }] },
    ],
  }
  const carousel = [
    { type: 'BODY', text: 'New: {{1}}' },
    { type: 'CAROUSEL', cards: [card, card] },
  ]
  const filled = {
    header: [{ type: 'image', media: { mediaId: '0190b0a0-0000-7000-8000-000000000000' } }],
    body: ['blue'],
    buttons: [{ index: 0, subType: 'url', parameters: ['blue'] }],
  }
  expect(problemsOf(carousel, { parameters: { body: ['shoes'], cards: [filled, filled] } })).toEqual([])
  expect(problemsOf(carousel, { parameters: { body: ['shoes'], cards: [{ ...filled, body: [] }] } })).toEqual([
    'missing parameters.cards[0].body[0]: {{1}} has no value',
    'missing parameters.cards: card 1 is not given',
  ])
  expect(problemsOf(carousel, { parameters: { body: ['shoes'], cards: [filled, filled, filled] } })).toEqual([
    "too-many parameters.cards[2]: there is no card 2 among the template's 2",
  ])
  expect(problemsOf(carousel.slice(0, 1), { parameters: { body: ['shoes'], cards: [filled] } })).toEqual([
    'too-many parameters.cards[0]: the template has no cards',
  ])
  const bare = { ...filled, buttons: [] }
  expect(problemsOf(carousel, { parameters: { body: ['shoes'], cards: [filled, bare] } })).toEqual([
    'missing parameters.cards[1].buttons: button 0 "See" needs the end of its address',
  ])
})

test('what the customer sees has each value in its place', () => {
  const message: TemplateMessage = {
    type: 'template',
    name: 'a',
    language: 'en',
    parameters: {
      header: ['7'],
      body: ['Ana {{2}} $& $1', 'A-1007'],
      buttons: [url, { index: 1, subType: 'quick_reply', parameters: ['move'] }],
    },
  }
  expect(showTemplate(templateShape(order), 'POSITIONAL', givenParameters(message))).toEqual({
    header: { format: 'text', text: 'Order 7' },
    body: 'Hi Ana {{2}} $& $1, your order A-1007 has left our shop.',
    offer: null,
    footer: 'The shop',
    buttons: [
      { index: 0, type: 'URL', text: 'Follow it', url: 'https://shop.example.com/orders/A-1007' },
      { index: 1, type: 'QUICK_REPLY', text: 'Change address', payload: 'move' },
      { index: 2, type: 'PHONE_NUMBER', text: 'Call', phoneNumber: '+15550100100' },
    ],
    cards: [],
    text: 'Order 7\nHi Ana {{2}} $& $1, your order A-1007 has left our shop.\nThe shop\n[Follow it] [Change address] [Call]',
  })
})

test('a preview without values shows the places', () => {
  const nothing = givenParameters({ type: 'template', name: 'a', language: 'en' })
  expect(showTemplate(templateShape(order), 'POSITIONAL', nothing)).toMatchObject({
    header: { text: 'Order {{1}}' },
    buttons: [{ url: 'https://shop.example.com/orders/{{1}}' }, {}, {}],
  })
})

test('what nothing is said against never shows a hole; what shows one is refused (any template, any values)', () => {
  const value = fc.oneof(
    fc.constantFrom('', ' ', 'a', '{{1}}', '{{9}}', '$&', 'x\ny', '👩‍👩‍👧'),
    fc.string({ maxLength: 20 }),
  )
  const cases = fc.record({
    count: fc.nat({ max: 8 }),
    named: fc.boolean(),
    values: fc.array(value, { maxLength: 10 }),
    asComponents: fc.boolean(),
  })
  fc.assert(
    fc.property(cases, ({ count, named, values, asComponents }) => {
      const names = Array.from({ length: count }, (_, index) => (named ? `v_${'abcdefgh'[index]}` : String(index + 1)))
      const text = `Begin ${names.map((name) => `<{{${name}}}>`).join(' and ')} end.`
      const named_ = (index: number) => (named ? { parameter_name: names[index] ?? `other_${index}` } : {})
      const objects = values.map((each, index) => ({ type: 'text', text: each, ...named_(index) }))
      const given = givenParameters({
        type: 'template',
        name: 'a',
        language: 'en',
        ...(asComponents ? { components: [{ type: 'body', parameters: objects }] } : { parameters: { body: objects } }),
      })
      const shape = templateShape([{ type: 'BODY', text }])
      const format = named ? 'NAMED' : 'POSITIONAL'
      const problems = checkParameters(shape, format, given)
      const exact = values.length === count && values.every((each) => each.trim() !== '' && !/[\n\r\t]| {5}/.test(each))
      expect(problems.length === 0).toBe(exact)
      if (problems.length > 0) return
      const expected = `Begin ${values.map((each) => `<${each}>`).join(' and ')} end.`
      expect(showTemplate(shape, format, given).body).toBe(expected)
    }),
    { numRuns: 500 },
  )
})
