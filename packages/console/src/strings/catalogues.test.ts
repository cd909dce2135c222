import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { problems, rowProblems } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { problems as spanishProblems } from './es/problems.ts'

/* The words of every language have the keys of the English ones, and their variables. */
type Words = { readonly [key: string]: string | Words }

const all = import.meta.glob<Record<string, Words>>(['./*/*.ts', '!./en/index.ts'], { eager: true })
const areas = Object.keys(all).filter((file) => file.startsWith('./en/'))

/** `key` → the names of its variables, through all levels. */
function shapeOf(words: Words, path = ''): Record<string, readonly string[]> {
  const shape: Record<string, readonly string[]> = {}
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') shape[path + key] = [...variablesOf(parse(value))].toSorted()
    else Object.assign(shape, shapeOf(value, `${path}${key}.`))
  }
  return shape
}

function variablesOf(elements: readonly MessageFormatElement[], found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue
    found.add(element.value)
    if (element.type === TYPE.tag) variablesOf(element.children, found)
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) variablesOf(value, found)
  }
  return found
}

test.each(areas)('%s has a twin in every other language', (file) => {
  const spanish = all[file.replace('./en/', './es/')]
  expect(Object.keys(spanish ?? {})).toEqual(Object.keys(all[file] ?? {}))
  expect(shapeOf(spanish ?? {})).toEqual(shapeOf(all[file] ?? {}))
})

test('whatever the server refuses is said in Spanish too', () => {
  expect(Object.keys(spanishProblems)).toEqual(
    expect.arrayContaining([...Object.keys(problems), ...Object.keys(rowProblems)]),
  )
})
