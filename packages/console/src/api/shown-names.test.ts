import { expect, test } from 'vitest'
import { readShown, shownName } from './shown-names.ts'

test.each([
  ['a file name that reads backwards', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['isolates', 'a\u2066b\u2069.pdf', 'ab.pdf'],
  ['direction marks', '\u200Fpdf.\u200Fexe', 'pdf.exe'],
  ['what takes no room', 'A\u200Bn\u2060n\uFEFFa\u00AD', 'Anna'],
  ['control characters', 'An\u0000na\u001B', 'Anna'],
  ['tags', 'Anna\u{E0041}\u{E0042}', 'Anna'],
])('%s: what is read is what is there', (_what, name, expected) => {
  expect(shownName(name)).toBe(expected)
})

test.each(['Zoë 👩‍💻', 'می‌خواهم', 'דנה', 'محمد', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ailsa', 'क्‍ष'])('%s stays as it is', (name) => {
  expect(shownName(name)).toBe(name)
})

test('every name in an answer is shown so, and nothing else is changed', () => {
  const answer = {
    items: [{ contact: { name: 'A\u202Eb', profileName: '\u2067c' }, text: 'x\u202Ey' }],
    content: { type: 'document', filename: 'a\u202Efdp.exe', caption: null },
  }
  expect(readShown(JSON.stringify(answer))).toEqual({
    items: [{ contact: { name: 'Ab', profileName: 'c' }, text: 'x\u202Ey' }],
    content: { type: 'document', filename: 'afdp.exe', caption: null },
  })
  expect(readShown('{"name":"a\\u0000b"}')).toEqual({ name: 'ab' })
})

test('so is the text of a document, which stands for its name in lists, quotes and the search', () => {
  const answer = {
    lastMessage: { type: 'document', text: 'a\u202Efdp.exe\nb' },
    next: { type: 'text', text: 'a\u202Eb' },
  }
  expect(readShown(JSON.stringify(answer))).toEqual({
    lastMessage: { type: 'document', text: 'afdp.exe\nb' },
    next: { type: 'text', text: 'a\u202Eb' },
  })
})
