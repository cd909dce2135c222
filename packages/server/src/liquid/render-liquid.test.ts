import { unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cpuMilliseconds } from '../testing/index.ts'
import { fillVariables } from './fill-variables.ts'
import { renderLiquid } from './render-liquid.ts'

const render = (text: string, variables = {}) => renderLiquid(text, variables)
const problem = (text: string, variables = {}) => {
  const rendered = renderLiquid(text, variables)
  return 'problem' in rendered ? rendered.problem : rendered
}

test('a variable that is given stands where it was asked for; one with a default may be absent', () => {
  expect(render('Hi {{ firstName | default: "there" }}', { firstName: 'Ana' })).toEqual({ text: 'Hi Ana' })
  expect(render('Hi {{ firstName | default: "there" }}')).toEqual({ text: 'Hi there' })
  expect(render('Hi {{ customer.name.first | default: "there" }}', { customer: {} })).toEqual({ text: 'Hi there' })
  expect(render('{% if vip %}Dear {{ vip }}{% else %}Hello{% endif %}')).toEqual({ text: 'Hello' })
})

test('a variable that is not given is named, with its place', () => {
  expect(problem('Hi\nthere {{ firstName }}', { name: 'Ana' })).toEqual({
    kind: 'variable-missing',
    variable: 'firstName',
    message:
      'the variable firstName is not given (line 2, column 10); give it, or write {{ firstName | default: "…" }}',
  })
  expect(problem('{{ a.b.c }}', { a: {} })).toMatchObject({ message: expect.stringContaining('a.b is not given') })
})

test('an unknown filter and what is no Liquid are refused with their place', () => {
  expect(problem('Hi {{ a | shout }}', { a: 1 })).toEqual({
    kind: 'not-liquid',
    message: 'undefined filter: shout (line 1, column 4)',
  })
  expect(problem('Hi {{ a')).toMatchObject({ kind: 'not-liquid', message: expect.stringContaining('not closed') })
})

test('no file is read, whatever it is called', () => {
  // Where a template engine would look first.
  const file = path.join(process.cwd(), 'switchboard-liquid-test.txt')
  writeFileSync(file, 'secret words', { flag: 'wx' })
  try {
    for (const tag of ['include', 'render', 'layout', 'block'])
      for (const name of [file, 'switchboard-liquid-test.txt', './switchboard-liquid-test.txt', '/etc/hostname'])
        expect(problem(`{% ${tag} '${name}' %}`)).toMatchObject({ kind: 'not-liquid' })
  } finally {
    unlinkSync(file)
  }
})

test('what makes an engine slow or large ends at its limits, soon', () => {
  const attacks = [
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% assign a = "1,2" | split: "," %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}{{ a }}',
    '{% assign s = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }}',
    '{% for a in (1..900) %}{% for b in (1..900) %}{% for c in (1..900) %}{% endfor %}{% endfor %}{% endfor %}',
    '{{ "now" | date: "%999999999Y" }}',
    '{{ s | strip_html | replace: "<", "yyyyyyyyyyyyyyyyyyyyyyyyyyyy" | split: "" | join: "yyyyyyyyyyyyy" }}',
    `${'{% if true %}'.repeat(1_400)}x`,
    '{{'.repeat(9_000),
    'x'.repeat(20_001).concat('{{ a }}'),
  ]
  for (const attack of attacks) {
    const cost = cpuMilliseconds(() => {
      expect([attack.slice(0, 60), problem(attack, { a: 'a', s: '<script'.repeat(30_000) })]).toMatchObject([
        attack.slice(0, 60),
        { kind: 'not-liquid' },
      ])
    })
    expect(cost).toBeLessThan(3_000)
  }
})

test('nothing but what is given can be reached', () => {
  for (const name of [
    'constructor',
    '__proto__',
    'toString',
    'a.constructor',
    'a.__proto__.x',
    'process',
    'globalThis',
  ])
    expect([name, problem(`{{ ${name} }}`, { a: {} })]).toMatchObject([name, { kind: 'variable-missing' }])
})

test('every text of a value is filled, and each problem names its place', () => {
  const value = { body: ['Hi {{ name }}', { type: 'text', text: '{{ missing }}' }, 3, null] }
  expect(fillVariables(value, { name: 'Ana' }, 'parameters')).toMatchObject({
    value: { body: ['Hi Ana', { type: 'text', text: '{{ missing }}' }, 3, null] },
    problems: [{ path: 'parameters.body[1].text', kind: 'variable-missing' }],
  })
  let deep: unknown = 'x'
  for (let depth = 0; depth < 30; depth += 1) deep = [deep]
  expect(fillVariables(deep, {}).problems).toMatchObject([{ message: 'values may be nested 20 deep' }])
})

test('what a variable holds is text, not Liquid', () => {
  expect(render('{{ a }}', { a: '{{ b }}{% include "x" %}' })).toEqual({ text: '{{ b }}{% include "x" %}' })
})
