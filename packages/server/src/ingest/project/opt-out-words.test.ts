import { expect, test } from 'vitest'
import { optChoice } from './opt-out-words.ts'

test.each([
  'STOP',
  'stop',
  ' Stop. ',
  'ＳＴＯＰ',
  'stop!!!',
  '"stop"',
  'Arrêt',
  'Abmelden',
  'СТОП',
  '退订',
  'توقف',
  'stop 🛑',
])('"%s" opts out', (text) => {
  expect(optChoice(text)).toBe('out')
})

test.each(['START', 'start', 'Unstop', 'Старт'])('"%s" opts in', (text) => {
  expect(optChoice(text)).toBe('in')
})

test.each([
  'stop sending me so many',
  'Stop by the shop',
  'please stop',
  'bus stop',
  'stops',
  'non-stop',
  'no',
  'cancel',
  'start tomorrow?',
  '',
  '🛑',
  null,
])('"%s" says nothing about it', (text) => {
  expect(optChoice(text)).toBeNull()
})

test("a workspace's own words count for it", () => {
  expect(optChoice('Genug!', { stop: ['genug'] })).toBe('out')
  expect(optChoice('weiter', { start: ['Weiter'] })).toBe('in')
  expect(optChoice('genug')).toBeNull()
})
