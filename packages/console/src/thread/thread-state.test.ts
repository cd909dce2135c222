import type { Message, ThreadPage } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { emptyThread, type ThreadState, threadOf, withMessage, withNewer, withOlder } from './thread-state.ts'

/** A message that differs from others in what matters here: when it was sent, and what it says. */
function message(minute: number, text = `at ${minute}`): Message {
  const id = `00000000-0000-7000-8000-${String(minute).padStart(12, '0')}`
  return {
    id,
    text,
    sentAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  } as Message // the state looks at nothing else
}

function page(minutes: readonly number[], more: Partial<ThreadPage> = {}): ThreadPage {
  return {
    items: minutes.map((minute) => message(minute)),
    nextCursor: null,
    olderCursor: null,
    newerCursor: 'newer',
    hasNewer: false,
    quotes: [],
    ...more,
  }
}

const minutesOf = ({ messages }: ThreadState) => messages.map(({ sentAt }) => new Date(sentAt).getUTCMinutes())

test('pages join to one stretch, oldest first, whatever they repeat', () => {
  const start = threadOf(page([12, 11, 10], { olderCursor: 'older', hasNewer: true }))
  const longer = withOlder(withNewer(start, page([12, 13, 14])), page([10, 9, 8]))
  expect(minutesOf(longer)).toEqual([8, 9, 10, 11, 12, 13, 14])
  expect([longer.olderCursor, longer.hasNewer]).toEqual([null, false])
})

test('a message that arrives stands once, however often it is told, in its place by time', () => {
  const start = threadOf(page([3, 1]))
  const told = [message(5), message(2), message(5), message(2, 'edited')].reduce(withMessage, start)
  expect(minutesOf(told)).toEqual([1, 2, 3, 5])
  expect(told.messages[1]?.text).toBe('edited')
})

test('a message whose time changes moves', () => {
  const start = threadOf(page([3, 2, 1]))
  const moved = withMessage(start, { ...message(1), sentAt: message(9).sentAt })
  expect(minutesOf(moved)).toEqual([2, 3, 9])
})

test('what lies beyond an end that is not loaded waits for its page', () => {
  const middle = threadOf(page([12, 11, 10], { olderCursor: 'older', hasNewer: true }))
  expect(withMessage(middle, message(3))).toBe(middle)
  expect(withMessage(middle, message(20))).toBe(middle)
  expect(minutesOf(withMessage(middle, { ...message(11), text: 'changed' }))).toEqual([10, 11, 12])
  const whole = threadOf(page([12, 11, 10]))
  expect(minutesOf(withMessage(withMessage(whole, message(3)), message(20)))).toEqual([3, 10, 11, 12, 20])
})

test('a first message makes a thread, and an empty page leaves where to go on', () => {
  expect(minutesOf(withMessage(emptyThread, message(7)))).toEqual([7])
  expect(withNewer(threadOf(page([1])), page([], { newerCursor: null })).newerCursor).toBe('newer')
})
