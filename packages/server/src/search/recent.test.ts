import { expect, test } from 'vitest'
import { createRecent } from './recent.ts'

test('a value is given until its time is over', () => {
  let time = 1_000
  const recent = createRecent<string>({ milliseconds: 60, most: 10, now: () => time })
  recent.set('a', 'first')
  time += 59
  expect(recent.get('a')).toBe('first')
  recent.set('a', 'again')
  time += 59
  expect(recent.get('a')).toBe('again')
  time += 1
  expect(recent.get('a')).toBe(undefined)
})

test('of too many the one that was set first is forgotten', () => {
  const recent = createRecent<number>({ milliseconds: 60_000, most: 2 })
  recent.set('a', 1)
  recent.set('b', 2)
  recent.set('a', 3)
  recent.set('c', 4)
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([3, undefined, 4])
})
