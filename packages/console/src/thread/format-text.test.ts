import { expect, test, vi } from 'vitest'
import { emojiOnly, formatLine, formatText, type Inline, safeLink } from './format-text.ts'
import { plainLine, plainText } from './plain-text.ts'

/** The tree as a person would draw it. */
function drawn(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text
      if (inline.kind === 'link') return `<a ${inline.href}>${inline.text}</a>`
      if (inline.kind === 'code') return `<code>${inline.text}</code>`
      return `<${inline.kind}>${drawn(inline.children)}</${inline.kind}>`
    })
    .join('')
}

test.each([
  [
    '*bold* _italic_ ~strike~ `code`',
    '<bold>bold</bold> <italic>italic</italic> <strike>strike</strike> <code>code</code>',
  ],
  ['*all of _it_*', '<bold>all of <italic>it</italic></bold>'],
  ['a * b * c', 'a * b * c'],
  ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
  ['*open', '*open'],
  ['**', '**'],
  ['`*not bold*`', '<code>*not bold*</code>'],
  ['(*in brackets*), ~gone~!', '(<bold>in brackets</bold>), <strike>gone</strike>!'],
  ['*жирный* _نص_', '<bold>жирный</bold> <italic>نص</italic>'],
])('%s', (text, expected) => {
  expect(drawn(formatLine(text))).toBe(expected)
})

test.each([
  ['see https://example.com/a_b_c?x=1.', 'see <a https://example.com/a_b_c?x=1>https://example.com/a_b_c?x=1</a>.'],
  ['(www.example.com)', '(<a https://www.example.com/>www.example.com</a>)'],
  ['https://example.com/a_(b)', '<a https://example.com/a_(b)>https://example.com/a_(b)</a>'],
  ['javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
  ['https://', 'https://'],
  ['*https://example.com*', '<bold><a https://example.com/>https://example.com</a></bold>'],
])('links: %s', (text, expected) => {
  expect(drawn(formatLine(text))).toBe(expected)
})

test('only addresses of the web are links', () => {
  expect(safeLink('javascript:alert(1)')).toBe(null)
  expect(safeLink('www.example.com/x')).toBe('https://www.example.com/x')
})

test('lists, quotes and blocks of code are blocks, and lines between them stay', () => {
  const text = 'Buy:\n* milk\n- *bread*\n\n1. one\n2. two\n> as you said\n```\na  b\n*c*\n```\nbye'
  expect(formatText(text).map((block) => block.kind)).toEqual([
    'lines',
    'bullets',
    'lines',
    'numbers',
    'quote',
    'mono',
    'lines',
  ])
  expect(formatText('```a\n b```')).toEqual([{ kind: 'mono', text: 'a\n b' }])
  expect(formatText('``` no end')).toMatchObject([{ kind: 'lines' }])
})

/** How many characters are looked at by searching, cutting and matching, and how often. */
function stepsOf(work: () => void): number {
  const { indexOf, slice } = String.prototype
  const { exec, test: matches } = RegExp.prototype
  let steps = 0
  const spies = [
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, what, from = 0) {
      const found = indexOf.call(this, what, from)
      steps += 1 + (found === -1 ? this.length : found) - from
      return found
    }),
    vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, from, to) {
      const cut = slice.call(this, from, to)
      steps += 1 + cut.length
      return cut
    }),
    vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text) {
      const match = exec.call(this, text)
      steps += 1 + (match?.[0].length ?? 0)
      return match
    }),
    vi.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, text) {
      steps += 1
      return matches.call(this, text)
    }),
  ]
  try {
    work()
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return steps
}

test.each(['*', '_*~`', '*a ', 'http://', '> ', '*a* ', '```'])(
  'a text twice as long takes about twice the work, so that none freezes a page: %s again and again',
  (marks) => {
    const took = (times: number) =>
      stepsOf(() => {
        formatText(marks.repeat(times))
      })
    const once = took(1_000)
    expect(once).toBeGreaterThan(0)
    expect(took(2_000) / once).toBeLessThan(2.5)
  },
)

test.each([
  ['👍', 1],
  ['👩‍👩‍👧 🇪🇸', 2],
  ['❤️❤️❤️', 3],
  ['👍👍👍👍', 0],
  ['ok 👍', 0],
  ['12', 0],
  ['', 0],
])('%s is %i emoji and nothing else', (text, count) => {
  expect(emojiOnly(text)).toBe(count)
})

test('where nothing can be bold a text is shown without its marks', () => {
  expect(plainText('*Yes*, _really_ ~no~\n> `said`\n- *one*\n2. two\n```a```')).toBe(
    'Yes, really no\nsaid\n• one\n2. two\na',
  )
  expect(plainText('3*4*5 and snake_case_name')).toBe('3*4*5 and snake_case_name')
  expect(plainLine(' *Yes*\n\n of course ')).toBe('Yes of course')
  expect(plainLine('invoice\u202Efdp.exe')).toBe('invoicefdp.exe')
})
