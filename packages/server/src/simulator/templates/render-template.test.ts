import { expect, test } from 'vitest'
import { TemplateContent } from '../messages/content-schemas.ts'
import { checkParameters } from './check-parameters.ts'
import { renderTemplate } from './render-template.ts'
import type { Template } from './template.ts'

const card = {
  components: [
    { type: 'BODY', text: 'The {{1}} one' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'This one' }] },
  ],
}
const template: Template = {
  ...{ id: '1', businessAccountId: '2', name: 'shop', language: 'en', parameterFormat: 'POSITIONAL' },
  components: [
    { type: 'BODY', text: 'New today' },
    { type: 'CAROUSEL', cards: [card, card] },
  ],
  ...{ category: 'MARKETING', status: 'APPROVED', rejectedReason: 'NONE' },
}
const filled = (...texts: readonly (readonly string[])[]) =>
  TemplateContent.parse({
    ...{ name: 'shop', language: { code: 'en' } },
    components: [
      {
        type: 'CAROUSEL',
        cards: texts.map((values, card_index) => ({
          card_index,
          components: [{ type: 'body', parameters: values.map((text) => ({ type: 'text', text })) }],
        })),
      },
    ],
  })

test('the cards of a carousel are filled each for itself, and their buttons told apart', () => {
  expect(renderTemplate(template, filled(['blue'], ['red']))['cards']).toMatchObject([
    { body: 'The blue one', buttons: [{ text: 'This one', key: 'card 0 button 0' }] },
    { body: 'The red one', buttons: [{ text: 'This one', key: 'card 1 button 0' }] },
  ])
})

test('too few cards, or a card with too many values, are refused as Meta does: 132000', () => {
  expect(() => checkParameters(template, filled(['blue'], ['red']))).not.toThrow()
  expect(() => checkParameters(template, filled(['blue']))).toThrow(expect.objectContaining({ code: 132000 }))
  expect(() => checkParameters(template, filled(['blue'], ['red', 'green']))).toThrow(
    expect.objectContaining({ code: 132000 }),
  )
})
