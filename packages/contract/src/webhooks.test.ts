import { expect, test } from 'vitest'
import { EventPattern, eventTypesOf } from './webhooks.ts'

test('a pattern stands for the types below it, a type for itself, a star for all', () => {
  expect(eventTypesOf('contact.opted_in')).toEqual(['contact.opted_in'])
  expect(eventTypesOf('call.*')).toEqual(['call.updated'])
  expect(eventTypesOf('webhook.*')).toContain('webhook.endpoint.disabled')
  expect(eventTypesOf('*')).toContain('message.received')
})

test.each(['message', 'message*', '*.received', 'mesage.*', '.*', ''])('"%s" names no event', (pattern) => {
  expect(EventPattern.safeParse(pattern).success).toBe(false)
})
