import { expect, test } from 'vitest'
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

test('what is said is all there, whatever the marks', () => {
  const hostile = [
    '*'.repeat(20_000),
    '_*~`'.repeat(5_000),
    '*a '.repeat(20_000),
    'http://'.repeat(5_000),
    '> '.repeat(9_000),
  ]
  for (const text of hostile) {
    const begun = performance.now()
    expect(formatText(text).length).toBeGreaterThan(0)
    // It freezes nobody's page: quadratic in this length is seconds.
    expect(performance.now() - begun).toBeLessThan(500)
  }
})

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
