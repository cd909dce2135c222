import { expect, test } from 'vitest'
import { cloudApiReader } from './read-webhook.ts'
import { sampleMorning } from './sample-traffic.ts'

const now = Date.UTC(2026, 10, 20, 12)
const morning = sampleMorning({ now, phoneNumberId: '1060001', businessAccountId: '2070002' })
const items = morning.flatMap(({ body, at }) => cloudApiReader.readWebhook(JSON.parse(JSON.stringify(body)), at).items)

test('everything in the sample morning is understood and timed by its own clock', () => {
  expect(items.filter((item) => item.kind === 'fact' && !item.known)).toEqual([])
  expect(items.filter((item) => item.atGuessed)).toEqual([])
  expect(items.every(({ at }) => at > now - 4 * 3_600_000 && at <= now)).toBe(true)
})

test('it has every kind of item and of content that a customer can cause', () => {
  expect(new Set(items.map(({ kind }) => kind))).toEqual(
    new Set(['message', 'reaction', 'revision', 'status', 'call', 'identity-change', 'preference', 'group', 'fact']),
  )
  const types = items.map((item) => (item.kind === 'message' ? item.content.type : undefined))
  for (const type of [
    ...['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'interactive', 'button'],
    ...['order', 'system', 'request_welcome', 'unsupported'],
  ]) {
    expect(types).toContain(type)
  }
})

test('somebody is known by a user id alone', () => {
  const kinds = items.map((item) => (item.kind === 'message' ? item.party?.identities.map(({ kind }) => kind) : []))
  expect(kinds).toContainEqual(['bsuid'])
})

test('another morning has other ids', () => {
  const later = sampleMorning({ now: now + 1000, phoneNumberId: '1060001', businessAccountId: '2070002' })
  const ids = (bodies: typeof morning): string[] => JSON.stringify(bodies).match(/wam?c?id\.[\w=+/]+/g) ?? []
  expect(ids(later).filter((id) => ids(morning).includes(id))).toEqual([])
})

test('whoever answers a message answers one of their own conversation', () => {
  const messages = items.filter((item) => item.kind === 'message')
  const placeOf = (id: string) => {
    const message = messages.find(({ wamid }) => wamid === id)
    return message?.groupId ?? message?.party?.identities.map(({ value }) => value).join(' ')
  }
  const answers = messages.filter(({ context }) => context?.quotedWamid !== undefined)
  expect(answers.length).toBeGreaterThan(5)
  for (const { wamid, context } of answers) expect(placeOf(context?.quotedWamid ?? '')).toBe(placeOf(wamid))
})
