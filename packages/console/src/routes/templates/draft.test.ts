import type { Template } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { ProblemError } from '../../api/problem.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { componentsOf } from './draft-components.ts'
import { draftOf, unwritable } from './draft-of.ts'
import { placeIn, problemsIn, problemsOf } from './draft-problems.ts'
import { isNameWrong, variableFault } from './typed-faults.ts'

const draft: Draft = {
  ...emptyDraft,
  ...{ name: 'order', header: 'TEXT', headerText: 'For {{1}}', body: 'Hi {{1}}, order {{2}} left.', footer: 'Bye' },
  buttons: [
    { id: 'a', type: 'URL', text: 'Follow', value: 'https://example.com/{{1}}', example: 'https://example.com/1' },
  ],
  examples: { 'header 1': 'Ana', 'body 1': 'Ana', 'body 2': 'A-1' },
}
const templateOf = (components: Template['components'], category = 'UTILITY') =>
  // Of a template this page reads no more than these.
  ({ ...{ name: 'order', language: 'en_US', category, parameterFormat: 'POSITIONAL' }, components }) as Template

test('a draft becomes components and is read back from them as it was', () => {
  const components = componentsOf(draft)
  expect(components.map(({ type }) => type)).toEqual(['HEADER', 'BODY', 'FOOTER', 'BUTTONS'])
  expect(components[1]).toEqual({
    ...{ type: 'BODY', text: 'Hi {{1}}, order {{2}} left.' },
    example: { body_text: [['Ana', 'A-1']] },
  })
  const again = draftOf(templateOf(components))
  expect({ ...again, buttons: again.buttons.map((button) => ({ ...button, id: 'a' })) }).toEqual(draft)
})

const card = (id: string): Draft['cards'][number] => ({
  ...{ id, headerHandle: '4::aW', body: 'The {{1}} one.', examples: { 'body 1': 'blue' } },
  buttons: [{ id: 'b', type: 'QUICK_REPLY', text: 'This one', value: '', example: '' }],
})
const carousel: Draft = { ...emptyDraft, name: 'order', body: 'New in the shop', cards: [card('c'), card('d')] }

test('so do carousels, one-time codes and the buttons of flows', () => {
  expect(unwritable(templateOf(componentsOf(carousel)))).toEqual([])
  const again = draftOf(templateOf(componentsOf(carousel)))
  expect(componentsOf(again)).toEqual(componentsOf(carousel))
  expect(componentsOf(carousel).map(({ type }) => type)).toEqual(['BODY', 'CAROUSEL'])

  const code: Draft = {
    ...{ ...emptyDraft, name: 'order', category: 'AUTHENTICATION' },
    code: { ...emptyDraft.code, type: 'ONE_TAP', packageName: 'com.example.shop', signatureHash: 'K8a/AINcGX7' },
  }
  const components = componentsOf(code)
  expect(components[1]).toEqual({ type: 'FOOTER', code_expiration_minutes: 10 })
  expect(unwritable(templateOf(components, 'AUTHENTICATION'))).toEqual([])
  expect(draftOf(templateOf(components, 'AUTHENTICATION')).code).toEqual(code.code)

  const byItself = { ...code, code: { ...code.code, type: 'ZERO_TAP' as const, acceptsTerms: true } }
  expect(componentsOf(byItself)[2]).toMatchObject({
    buttons: [{ otp_type: 'ZERO_TAP', zero_tap_terms_accepted: true, supported_apps: [{}] }],
  })
  expect(draftOf(templateOf(componentsOf(byItself), 'AUTHENTICATION')).code).toEqual(byItself.code)

  const flow = { id: 'f', type: 'FLOW' as const, text: 'Book', value: '1007', example: 'WELCOME' }
  const [, buttons] = componentsOf({ ...emptyDraft, body: 'Hi', buttons: [flow] })
  expect(buttons?.['buttons']).toEqual([
    { type: 'FLOW', text: 'Book', flow_id: '1007', flow_action: 'navigate', navigate_screen: 'WELCOME' },
  ])
})

test.each([
  ['CATALOG', ['BODY', 'BUTTONS'], 'View catalog'],
  ['MPM', ['HEADER', 'BODY', 'BUTTONS'], 'View items'],
  ['SPM', ['HEADER', 'BODY', 'BUTTONS'], 'View'],
] as const)('a template of products, %s, has the parts that WhatsApp wants, and is read back', (shop, types, text) => {
  const products: Draft = { ...emptyDraft, name: 'order', category: 'MARKETING', shop, body: 'New in the shop' }
  const written: Draft = shop === 'MPM' ? { ...products, header: 'TEXT', headerText: 'New' } : products
  const components = componentsOf({ ...written, buttons: draft.buttons })
  expect(components.map(({ type }) => type)).toEqual(types)
  expect(components.at(-1)?.['buttons']).toEqual([{ type: shop, text }])
  expect(unwritable(templateOf(components, 'MARKETING'))).toEqual([])
  expect(draftOf(templateOf(components, 'MARKETING'))).toEqual(written)
})

test('what is wrong in a card comes to its field there', () => {
  const errors = [
    { path: 'components[1].cards[1].components[1].text', message: 'is empty' },
    { path: 'components[1].cards[1].components[1].example.body_text[0][0]', message: 'the review needs an example' },
    { path: 'components[1].cards[1].components[2].buttons[0].text', message: 'is empty' },
    { path: 'components[1].cards[0]', message: 'has a header VIDEO' },
  ]
  const problems = problemsOf(new ProblemError(422, { errors }), componentsOf(carousel))
  expect(problems['card 0']).toEqual(['has a header VIDEO'])
  expect(problemsIn(problems, 'card 1')).toEqual({
    body: ['is empty'],
    'body 1': ['the review needs an example'],
    'button 0 text': ['is empty'],
  })
})

test('what the page cannot write is named, so that nothing of it is lost', () => {
  expect(unwritable(templateOf(componentsOf(draft)))).toEqual([])
  const named = { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Begin', flow_name: 'booking' }, { type: 'MPM' }] }
  const products = { components: [{ type: 'HEADER', format: 'PRODUCT' }] }
  const parts = [{ type: 'LIMITED_TIME_OFFER' }, { type: 'CAROUSEL', cards: [products] }, named]
  expect(unwritable(templateOf(parts))).toEqual(['LIMITED_TIME_OFFER', 'HEADER PRODUCT', 'FLOW', 'MPM'])
  const zero = { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'NO_TAP' }] }
  expect(unwritable(templateOf([zero], 'AUTHENTICATION'))).toEqual(['OTP NO_TAP'])
})

test('each place of a refusal comes to its field, and what has none is not lost', () => {
  const errors = [
    { path: 'name', message: 'a' },
    { path: 'components[1].text', message: 'side by side at character 7; put text between them' },
    { path: 'components[1].example.body_text[0][1]', message: 'the review needs an example of {{2}}' },
    { path: 'components[3].buttons[0].url', message: 'b' },
    { path: 'components', message: 'c' },
  ]
  const error = new ProblemError(422, { errors })
  expect(problemsOf(error, componentsOf(draft))).toEqual({
    name: ['a'],
    body: [errors[1]?.message],
    'body 2': [errors[2]?.message],
    'button 0 value': ['b'],
    other: ['c'],
  })
  expect(placeIn(errors[1]?.message ?? '')).toBe(6)
  expect(placeIn('is empty')).toBeNull()
})

test('a name and variables that the review would refuse are found while they are typed', () => {
  expect(['Test One', 'grün', '', 'order_1'].map(isNameWrong)).toEqual([true, true, false, false])
  expect(variableFault('Hi {{1}}, order {{3}} left.', 'POSITIONAL')).toEqual({
    ...{ kind: 'gap', has: '{{3}}', lacks: '{{2}}' },
  })
  expect(variableFault('Hi {{2}} and {{1}}.', 'POSITIONAL')).toBeNull()
  expect(variableFault('Hi {{name}}.', 'POSITIONAL')).toEqual({ kind: 'noNumber', has: '{{name}}' })
  expect(variableFault('Hi {{First}}.', 'NAMED')).toEqual({ kind: 'noName', has: '{{First}}' })
})
