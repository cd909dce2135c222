import { expect, test } from 'vitest'
import { firstTemplates } from '../simulator/templates/first-templates.ts'
import { checkDraft } from './check-draft.ts'
import type { JsonObject } from './json-parts.ts'

const good = {
  name: 'order_update',
  language: 'en_US',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL' as const,
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['A-1007'] } },
    { type: 'BODY', text: 'Hi {{1}}, order {{2}} has left.', example: { body_text: [['Robin', 'A-1007']] } },
    { type: 'FOOTER', text: 'The shop' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Change address' },
        {
          type: 'URL',
          text: 'Follow it',
          url: 'https://shop.example.com/{{1}}',
          example: ['https://shop.example.com/1'],
        },
        { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100100' },
      ],
    },
  ],
}
const said = (change: Partial<Parameters<typeof checkDraft>[0]>) =>
  checkDraft({ ...good, ...change }).map(({ path, message }) => `${path}: ${message}`)
const body = (text: string, example: object = { body_text: [['a', 'b', 'c']] }) =>
  said({ components: [{ type: 'BODY', text, example }] })
const buttons = (...list: object[]) =>
  said({
    components: [
      { type: 'BODY', text: 'Hi' },
      { type: 'BUTTONS', buttons: list },
    ],
  })

test('a draft with everything in its place has no problem, nor have the templates of the simulator', () => {
  expect(said({})).toEqual([])
  for (const template of firstTemplates) expect([template.name, checkDraft(template)]).toEqual([template.name, []])
})

test('name, language and the set of components are checked', () => {
  expect(said({ name: 'Order Update', language: 'english', components: [] })).toEqual([
    'name: takes 1 to 512 lower case letters, digits and underscores',
    'language: is a language with or without a country, like de or en_US',
    'components: there is no BODY',
  ])
  expect(said({ components: [{ type: 'BODY', text: 'a' }, { type: 'BODY', text: 'b' }, { type: 'SIDEBAR' }] })).toEqual(
    [
      'components[1]: there is a BODY already',
      'components[2].type: is one of HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, LIMITED_TIME_OFFER, CALL_PERMISSION_REQUEST',
    ],
  )
})

test.each([
  ['  ', 'components[0].text: is empty'],
  ['x'.repeat(1_025), 'components[0].text: has 1025 characters; 1024 are possible'],
  ['Hi {{1} you', 'components[0].text: "{{" at character 4 begins no variable; write {{1}} or {{first_name}}'],
  ['{{1}} is here', 'components[0].text: begins with a variable; WhatsApp wants text before it'],
  ['Here is {{1}}', 'components[0].text: ends with a variable; WhatsApp wants text after it'],
  ['a {{1}}{{2}} b', 'components[0].text: has two variables side by side at character 3; put text between them'],
  ['a {{1}} b {{3}} c', 'components[0].text: has {{3}} but no {{2}}; variables are numbered from 1 without gaps'],
  ['a {{2}} b', 'components[0].text: has {{2}} but no {{1}}; variables are numbered from 1 without gaps'],
  [
    'a {{name}} b',
    'components[0].text: numbers its variables, and {{name}} is no number from 1; or set parameterFormat to NAMED',
  ],
])('the body %j is refused with its place', (text, problem) => {
  expect(body(text)).toEqual([problem])
})

test('each variable has an example', () => {
  expect(body('a {{1}} b {{2}} c', { body_text: [['x']] })).toEqual([
    'components[0].example.body_text[0][1]: the review needs an example of {{2}}',
  ])
  const named = [
    { type: 'BODY', text: 'a {{day}} b', example: { body_text_named_params: [{ param_name: 'dya', example: 'x' }] } },
  ]
  expect(said({ parameterFormat: 'NAMED', components: named })).toEqual([
    'components[0].example.body_text_named_params: the review needs an example of {{day}}',
  ])
  expect(
    said({
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Hi' },
      ],
    }),
  ).toEqual(['components[0].example.header_handle[0]: the review needs an example: the handle of an uploaded image'])
})

test('header and footer are short', () => {
  const components = [
    { type: 'HEADER', format: 'TEXT', text: `${'x'.repeat(60)}{{1}} {{2}}`, example: { header_text: ['a', 'b'] } },
    { type: 'BODY', text: 'Hi' },
    { type: 'FOOTER', text: `Bye {{1}}${'x'.repeat(60)}` },
  ]
  expect(said({ components })).toEqual([
    'components[0].text: has 71 characters; 60 are possible',
    'components[0].text: has 2 variables; 1 is possible',
    'components[2].text: has 69 characters; 60 are possible',
    'components[2].text: takes no variables; there is one at character 5',
  ])
})

test('buttons: how many, in which order, with what', () => {
  const reply = { type: 'QUICK_REPLY', text: 'Yes' }
  const call = { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100100' }
  expect(buttons(...Array.from({ length: 11 }, () => reply))).toEqual([
    'components[1].buttons[10]: 11 buttons; 10 are possible',
  ])
  expect(buttons(reply, call, reply)).toEqual([
    'components[1].buttons[2]: quick replies stand together, before or after the other buttons',
  ])
  expect(buttons(call, call)).toEqual(['components[1].buttons[1]: is PHONE_NUMBER number 2; 1 possible'])
  expect(buttons({ type: 'QUICK_REPLY', text: 'x'.repeat(26) })).toEqual([
    'components[1].buttons[0].text: has 26 characters; 25 are possible',
  ])
  const url = (address: string) => buttons({ type: 'URL', text: 'Go', url: address })
  expect(url('shop')).toEqual(['components[1].buttons[0].url: is no address beginning with https:// or http://'])
  expect(url('https://a.example/{{1}}/b')).toEqual([
    'components[1].buttons[0].url: takes one variable, {{1}}, and only at its end',
  ])
  expect(url('https://a.example/{{1}}')).toEqual([
    'components[1].buttons[0].example[0]: the review needs an example of the address',
  ])
  expect(buttons({ type: 'OTP', otp_type: 'COPY_CODE' })).toEqual([
    'components[1].buttons[0].type: OTP is for templates of the category AUTHENTICATION',
  ])
})

const card = (more: object = {}) => ({
  components: [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } },
    { type: 'BODY', text: 'The blue one.', ...more },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'This one' }] },
  ],
})
const carousel = (...cards: object[]) =>
  said({
    components: [
      { type: 'BODY', text: 'New in the shop:' },
      { type: 'CAROUSEL', cards },
    ],
  })

test('the cards of a carousel are checked each at its place, and that they are alike', () => {
  expect(carousel(card(), card())).toEqual([])
  const films = {
    components: card().components.with(0, { type: 'HEADER', format: 'VIDEO', example: { header_handle: ['v'] } }),
  }
  const bare = { components: card().components.slice(0, 2) }
  expect(carousel(card({ text: 'x'.repeat(161) }), films, bare)).toEqual([
    'components[1].cards[0].components[1].text: has 161 characters; 160 are possible',
    'components[1].cards[1]: has a header VIDEO; the first card has IMAGE',
    'components[1].cards[2]: has 0 buttons; a card has 1 or 2',
  ])
  expect(said({ components: [...good.components, { type: 'CAROUSEL', cards: [card()] }] })).toEqual(
    ['HEADER', 'FOOTER', 'BUTTONS'].map(
      (type) => `components: beside a CAROUSEL there is no ${type}; its cards have their own`,
    ),
  )
})

const code = (button: JsonObject, ...more: (JsonObject & { type: string })[]) =>
  said({
    category: 'AUTHENTICATION',
    components: [{ type: 'BODY', add_security_recommendation: true }, ...more, { type: 'BUTTONS', buttons: [button] }],
  })

test('a template for one-time codes has its button, and what goes with that', () => {
  expect(code({ type: 'OTP', otp_type: 'COPY_CODE' }, { type: 'FOOTER', code_expiration_minutes: 10 })).toEqual([])
  const app = { package_name: 'com.example.shop', signature_hash: 'K8a/AINcGX7' }
  expect(code({ type: 'OTP', otp_type: 'ONE_TAP', supported_apps: [app] })).toEqual([])
  expect(
    code(
      { type: 'OTP', otp_type: 'ONE_TAP', supported_apps: [{ package_name: 'shop', signature_hash: 'short' }] },
      { type: 'FOOTER', code_expiration_minutes: 100 },
    ),
  ).toEqual([
    'components[1].code_expiration_minutes: is a whole number of minutes from 1 to 90',
    'components[2].buttons[0].supported_apps[0].package_name: is the name of an Android app, like com.example.shop',
    'components[2].buttons[0].supported_apps[0].signature_hash: has 11 letters, digits, + / or =',
  ])
  expect(code({ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'HEADER', format: 'TEXT', text: 'Code' })).toEqual([
    'components[1]: a template for one-time codes has no HEADER',
    'components[2].buttons[0].type: is OTP, the only button of a one-time code',
    'components: there is no BUTTONS with an OTP button',
  ])
})
