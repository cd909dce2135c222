import { expect, test } from 'vitest'
import { editableTemplate, editableText, withText } from './editable.ts'

test('texts and captions can be changed, reactions, templates and texts in parts can not', () => {
  expect(editableText({ contents: [{ type: 'text', text: 'Hi' }] })).toBe('Hi')
  expect(editableText({ contents: [{ type: 'image', media: { mediaId: 'm' } }] })).toBe('')
  expect(editableText({ contents: [{ type: 'reaction', messageId: 'm', emoji: '👍' }] })).toBeUndefined()
  expect(editableText({ contents: [{ type: 'template', name: 'a', language: 'en' }] })).toBeUndefined()
  expect(
    editableText({
      contents: [
        { type: 'text', text: 'one' },
        { type: 'text', text: 'two' },
      ],
    }),
  ).toBeUndefined()
})

test('what is changed keeps everything else; an empty caption is none', () => {
  const text = { type: 'text', text: 'Hi', previewUrl: true }
  expect(withText({ contents: [text] }, 'Ho')).toEqual({ ...text, text: 'Ho' })
  const image = { type: 'image', media: { mediaId: 'm' }, caption: 'old' }
  expect(withText({ contents: [image] }, ' ')).toEqual({ type: 'image', media: { mediaId: 'm' } })
})

test('the values of a template can be changed, unless they are in the provider’s own words', () => {
  const template = { type: 'template', name: 'a', language: 'en', parameters: { body: ['x'] } }
  expect(editableTemplate({ contents: [template] })).toEqual(template)
  expect(editableTemplate({ contents: [{ ...template, components: [] }] })).toBeUndefined()
  expect(editableTemplate({ contents: [{ type: 'text', text: 'Hi' }] })).toBeUndefined()
})
