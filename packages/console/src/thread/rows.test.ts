import type { Call, ConversationChange, Message, Note } from '@switchboard/contract'
import { expect, test } from 'vitest'
import type { OutgoingMessage } from '../outgoing/outgoing-message.ts'
import { createDayOf, type Row, rowsOf } from './rows.ts'
import { emptyThread } from './thread-state.ts'

const dayOf = createDayOf('Europe/Madrid')

/** What rows look at, of a message. */
function message(id: string, sentAt: string, direction: 'inbound' | 'outbound' = 'inbound'): Message {
  return { id, sentAt, direction, contact: { id: 'ana' }, content: { type: 'text', text: id } } as Message // nothing else
}

function call(id: string, firstEventAt: string): Call {
  return { id, firstEventAt } as Call // nothing else is looked at
}

function drawn(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    if (row.kind !== 'message') return row.kind
    return `${row.first ? '┌' : '│'}${row.message.id}${row.last ? '┘' : ''}`
  })
}

test('what one person says within five minutes belongs together', () => {
  const messages = [
    message('a', '2026-01-01T10:00:00.000Z'),
    message('b', '2026-01-01T10:01:00.000Z'),
    message('c', '2026-01-01T10:02:00.000Z', 'outbound'),
    message('d', '2026-01-01T10:30:00.000Z', 'outbound'),
  ]
  expect(drawn(rowsOf({ state: { ...emptyThread, messages }, dayOf }))).toEqual([
    'beginning',
    'day',
    '┌a',
    '│b┘',
    '┌c┘',
    '┌d┘',
  ])
})

test('a day begins where it begins for the reader', () => {
  const messages = [message('a', '2026-01-01T22:59:00.000Z'), message('b', '2026-01-01T23:00:00.000Z')]
  const rows = rowsOf({ state: { ...emptyThread, messages, olderCursor: 'more' }, dayOf })
  expect(drawn(rows)).toEqual(['day', '┌a┘', 'day', '┌b┘'])
})

test('calls and notes stand where they happened, as far as that time is loaded', () => {
  const messages = [message('a', '2026-01-01T10:00:00.000Z'), message('b', '2026-01-01T10:02:00.000Z')]
  const calls = [call('between', '2026-01-01T10:01:00.000Z'), call('before', '2026-01-01T09:00:00.000Z')]
  const notes = [{ id: 'after', createdAt: '2026-01-01T10:03:00.000Z' } as Note] // nothing else is looked at
  const partly = { ...emptyThread, messages, olderCursor: 'more', hasNewer: true }
  expect(drawn(rowsOf({ state: partly, calls, notes, dayOf }))).toEqual(['day', '┌a┘', 'call', '┌b┘'])
  const whole = { ...emptyThread, messages }
  expect(drawn(rowsOf({ state: whole, calls, notes, dayOf }))).toEqual([
    ...['beginning', 'day', 'call', '┌a┘', 'call', '┌b┘', 'note'],
  ])
})

test('what is unread begins with a mark that says how much it is', () => {
  const messages = ['a', 'b', 'c'].map((id, n) => message(id, `2026-01-01T10:0${n}:00.000Z`))
  const rows = rowsOf({ state: { ...emptyThread, messages }, firstUnreadId: 'b', dayOf })
  expect(drawn(rows)).toEqual(['beginning', 'day', '┌a┘', 'unread', '┌b', '│c┘'])
  expect(rows[3]).toMatchObject({ count: 2 })
})

test('what is written stands at the end until its message is there', () => {
  const messages = [message('a', '2026-01-01T10:00:00.000Z', 'outbound')]
  const outgoing = ['a', 'b', undefined].map(
    (messageId, n) => ({ clientId: String(n), ...(messageId && { messageId }) }) as OutgoingMessage, // no more is looked at
  )
  const drawnWith = (hasNewer: boolean) =>
    drawn(rowsOf({ state: { ...emptyThread, messages, hasNewer, olderCursor: 'more' }, outgoing, dayOf }))
  expect(drawnWith(false)).toEqual(['day', '┌a┘', 'outgoing', 'outgoing'])
  expect(drawnWith(true)).toEqual(['day', '┌a┘'])
})

test('what the team did stands between the messages of its time, in its order', () => {
  const change = (id: string, at: string) => ({ id, at }) as ConversationChange // nothing else is looked at
  const messages = [message('a', '2026-01-01T10:00:00.000Z'), message('b', '2026-01-01T10:02:00.000Z')]
  const changes = [
    change('resolved', '2026-01-01T10:03:00.000Z'),
    change('labelled', '2026-01-01T10:01:00.000Z'),
    change('taken', '2026-01-01T10:01:00.000Z'),
    change('long ago', '2025-12-01T10:00:00.000Z'),
  ]
  const rows = rowsOf({ state: { ...emptyThread, messages, olderCursor: 'more' }, changes, dayOf })
  expect(rows.map(({ key }) => key).slice(1)).toEqual(['a', 'taken', 'labelled', 'b', 'resolved'])
})

test('of what is unread and not all loaded, the whole is counted', () => {
  const messages = [message('a', '2026-01-01T10:00:00.000Z'), message('b', '2026-01-01T10:02:00.000Z')]
  const given = { state: { ...emptyThread, messages }, firstUnreadId: 'a', dayOf }
  const marked = (unreadCount: number) => rowsOf({ ...given, unreadCount }).find(({ kind }) => kind === 'unread')
  expect([marked(1), marked(61)]).toMatchObject([{ count: 2 }, { count: 61 }])
})
