import { expect, test } from 'vitest'
import { oneLine, table } from './print.ts'

test.each([
  ['it stays as it is, in any script', 'Привет, 土曜日 👩‍🔧 مرحبا'],
  ['a line break cannot begin a line of its own', 'one\r\n  because  nothing', 'one ⏎ because  nothing'],
  ['nor can a return write over what stands before', 'pay\rno', 'pay ⏎ no'],
  ['the cursor is not moved', 'pay\u001b[2K\u001b[1A', 'pay\\u{1b}[2K\\u{1b}[1A'],
  ['nor by one character of the second kind', 'pay\u009b2K', 'pay\\u{9b}2K'],
  ['nothing is turned round', 'evil\u202egpj.exe', 'evil\\u{202e}gpj.exe'],
])('of what others wrote, %s', (_what, written, shown = written) => {
  expect(oneLine(written)).toBe(shown)
  expect(table([['NAME'], [written]])).toBe(`  NAME\n  ${shown}`)
})
