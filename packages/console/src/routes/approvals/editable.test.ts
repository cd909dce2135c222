import { expect, test } from 'vitest'
import { editableText, withText } from './editable.ts'

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
