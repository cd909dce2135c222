import { expect, test } from 'vitest'
import { answerMessage, type EchoCandidate, type EchoRules } from './answer-message.ts'

const message: EchoCandidate = { text: 'Hello', group: false, phone: '15169007810', sinceLastEcho: null, age: 1_000 }
const rules: EchoRules = { allowed: [], perPersonSeconds: 60, groups: false }

test.each<[string, Partial<EchoCandidate>, Partial<EchoRules>, string | null]>([
  ['repeats what came', {}, {}, 'Received: Hello'],
  ['has nothing to say to a picture without words', { text: null }, {}, null],
  ['keeps quiet in groups', { group: true }, {}, null],
  ['speaks in groups where that is wished', { group: true }, { groups: true }, 'Received: Hello'],
  ['answers an allowed number', {}, { allowed: ['15169007810'] }, 'Received: Hello'],
  ['knows an allowed number without its country', {}, { allowed: ['5169007810'] }, 'Received: Hello'],
  ['does not take a few last digits for a number', {}, { allowed: ['7810'] }, null],
  ['answers nobody else', {}, { allowed: ['15550100'] }, null],
  ['answers nobody who shows no number, where numbers are listed', { phone: null }, { allowed: ['15169007810'] }, null],
  ['answers a person once in the stated time', { sinceLastEcho: 59_000 }, {}, null],
  ['and again after it', { sinceLastEcho: 61_000 }, {}, 'Received: Hello'],
  ['does not answer what waited while the server was down', { age: 3_600_000 }, {}, null],
])('%s', (_, candidate, rule, expected) => {
  expect(answerMessage({ ...message, ...candidate }, { ...rules, ...rule })).toBe(expected)
})
