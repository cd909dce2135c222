import type { Template } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { ProblemError } from '../../api/problem.ts'
import { componentsOf, type Draft, draftOf, emptyDraft, unwritable } from './draft.ts'
import { placeIn, problemsOf } from './draft-problems.ts'

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

test('what the page cannot write is named, so that nothing of it is lost', () => {
  expect(unwritable(templateOf(componentsOf(draft)))).toEqual([])
  const flow = { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Begin' }] }
  expect(unwritable(templateOf([{ type: 'CAROUSEL' }, flow], 'AUTHENTICATION'))).toEqual([
    ...['CAROUSEL', 'FLOW', 'AUTHENTICATION'],
  ])
})

test('each place of a refusal comes to its field, and what has none is not lost', () => {
  const errors = [
    { path: 'name', message: 'a' },
    { path: 'components[1].text', message: 'side by side at character 7; put text between them' },
    { path: 'components[1].example.body_text[0][1]', message: 'the review needs an example of {{2}}' },
    { path: 'components[3].buttons[0].url', message: 'b' },
    { path: 'components', message: 'c' },
  ]
  const variables = { header: ['1'], body: ['1', '2'] }
  const error = new ProblemError(422, { errors })
  expect(problemsOf(error, componentsOf(draft), variables)).toEqual({
    name: ['a'],
    body: [errors[1]?.message],
    'body 2': [errors[2]?.message],
    'button 0 value': ['b'],
    other: ['c'],
  })
  expect(placeIn(errors[1]?.message ?? '')).toBe(6)
  expect(placeIn('is empty')).toBeNull()
})
