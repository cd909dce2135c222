import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFewAtOnce, type FewAtOnce, type Turn } from './few-at-once.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

/** Those who asked, by name, in the order in which they were let in. */
function entering(few: FewAtOnce) {
  const turns = new Map<string, Turn>()
  const enter = async (name: string) => void turns.set(name, await few.enter())
  const leave = async (name: string) => {
    const turn = turns.get(name)
    if (turn) few.leave(turn)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { enter, leave, inside: () => [...turns.keys()] }
}

test('so many are let in at once, the others in their order as those leave', async () => {
  const { enter, leave, inside } = entering(createFewAtOnce({ most: 2, patience: 5 }))
  for (const name of ['a', 'b', 'c', 'd']) void enter(name)
  await vi.advanceTimersByTimeAsync(4)
  expect(inside()).toEqual(['a', 'b'])
  await leave('b')
  expect(inside()).toEqual(['a', 'b', 'c'])
  await leave('a')
  expect(inside()).toEqual(['a', 'b', 'c', 'd'])
})

test('who is slow keeps others waiting once, and none of those who come later', async () => {
  const { enter, leave, inside } = entering(createFewAtOnce({ most: 1, patience: 5 }))
  await enter('slow')
  void enter('next')
  await vi.advanceTimersByTimeAsync(5)
  expect(inside()).toEqual(['slow', 'next'])
  await leave('next')
  void enter('later')
  await vi.advanceTimersByTimeAsync(0)
  expect(inside()).toEqual(['slow', 'next', 'later'])
  // It leaves no second place behind.
  await leave('slow')
  void enter('last')
  await vi.advanceTimersByTimeAsync(0)
  expect(inside()).toEqual(['slow', 'next', 'later'])
})

test('nobody waits longer than that, however short the others are', async () => {
  const { enter, leave, inside } = entering(createFewAtOnce({ most: 1, patience: 5 }))
  await enter('0')
  for (const name of ['1', '2', '3', 'waited']) void enter(name)
  for (const name of ['0', '1', '2']) {
    await vi.advanceTimersByTimeAsync(2)
    await leave(name)
  }
  expect(inside()).toEqual(['0', '1', '2', '3', 'waited'])
})
