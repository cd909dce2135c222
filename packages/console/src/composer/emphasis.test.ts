import { expect, test } from 'vitest'
import { toggleMark } from './emphasis.ts'

test('what is selected gets the mark around its words, and loses it again', () => {
  const bold = toggleMark('a big thing', 2, 6, 'bold')
  expect(bold).toEqual({ text: 'a *big* thing', start: 3, end: 6 })
  expect(toggleMark(bold.text, bold.start, bold.end, 'bold')).toEqual({ text: 'a big thing', start: 2, end: 5 })
})

test('with nothing selected the caret stands between the marks', () => {
  expect(toggleMark('hi ', 3, 3, 'mono')).toEqual({ text: 'hi ``````', start: 6, end: 6 })
})
