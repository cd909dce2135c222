import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import type { NewEvent } from '../../events/append.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import type { FactItem } from '../../transports/inbound-item.ts'
import { projectTemplateFacts } from './project-template-facts.ts'

let database: TestDatabase
let workspaceId: string
beforeAll(async () => {
  database = await createTestDatabase()
  workspaceId = await createSeed(database.pool).workspace()
  return () => database[Symbol.asyncDispose]()
})

const began = Date.parse('2026-11-21T10:00:00Z')
let made = 0

/** A pending template of a business of its own. */
async function makeTemplate(): Promise<{ readonly id: string; readonly business: string }> {
  made += 1
  const id = uuidv7()
  const business = `waba-${made}`
  await database.pool.query(
    `insert into templates (id, workspace_id, transport, business_account_id, provider_template_id, name, language, status, status_at,
       category, category_at, quality_at, components, search_text, synced_at)
     values ($1, $2, 'cloud-api', $3, '9001', 'order_update', 'en', 'PENDING', $4, 'UTILITY', $4, $4, '[]', '', $4)`,
    [id, workspaceId, business, new Date(began)],
  )
  return { id, business }
}

const about = { message_template_id: 9001, message_template_name: 'order_update', message_template_language: 'en' }

function fact(business: string, field: string, value: object, seconds: number): FactItem {
  const account = { businessAccountId: business }
  return { kind: 'fact', account, at: began + seconds * 1_000, field, known: true, value, raw: value }
}
const status = (business: string, event: string, seconds: number, more: object = {}) =>
  fact(business, 'message_template_status_update', { ...about, event, reason: 'NONE', ...more }, seconds)

async function project(facts: readonly FactItem[]): Promise<NewEvent[]> {
  const events: NewEvent[] = []
  const context = { client: database.pool, events, contactOf: () => null, conversationOf: () => null }
  await projectTemplateFacts(
    context,
    facts.map((item) => ({ workspaceId, item })),
  )
  return events
}

async function rowOf(id: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select status, rejected_reason, category, quality from templates where id = $1`,
    [id],
  )
  return rows[0]
}

test('what a webhook says stands in the row, with an event, and the business is read again', async () => {
  const { id, business } = await makeTemplate()
  const events = await project([status(business, 'REJECTED', 1, { reason: 'INVALID_FORMAT' })])
  expect(events).toMatchObject([{ type: 'template.changed', data: { templateId: id, status: 'REJECTED' } }])
  await project([
    fact(business, 'template_category_update', { ...about, new_category: 'MARKETING' }, 2),
    fact(business, 'message_template_quality_update', { ...about, new_quality_score: 'yellow' }, 2),
  ])
  expect(await rowOf(id)).toEqual({
    status: 'REJECTED',
    rejected_reason: 'INVALID_FORMAT',
    category: 'MARKETING',
    quality: 'YELLOW',
  })
  const { rows } = await database.pool.query('select 1 from template_syncs where business_account_id = $1', [business])
  expect(rows).toHaveLength(1)
})

test('the decision of the second in which it was handed in counts; an older one does not', async () => {
  const { id, business } = await makeTemplate()
  expect(await project([status(business, 'REJECTED', -5)])).toEqual([])
  await project([status(business, 'APPROVED', 0)])
  expect(await rowOf(id)).toMatchObject({ status: 'APPROVED' })
  expect(await project([status(business, 'APPROVED', 0)])).toEqual([])
})

test('what is no status leaves it, and what says only the id finds it', async () => {
  const { id, business } = await makeTemplate()
  await project([status(business, 'FLAGGED', 1)])
  expect(await rowOf(id)).toMatchObject({ status: 'PENDING' })
  await project([fact(business, 'message_template_status_update', { message_template_id: '9001', event: 'PAUSED' }, 2)])
  expect(await rowOf(id)).toMatchObject({ status: 'PAUSED' })
  await project([status(business, 'REINSTATED', 3)])
  expect(await rowOf(id)).toMatchObject({ status: 'APPROVED' })
  await project([status(business, 'DELETED', 4)])
  expect(await rowOf(id)).toMatchObject({ status: 'APPROVED' })
})

test('about a template that is not known, or of a field that is not about templates, nothing is changed', async () => {
  const { business } = await makeTemplate()
  const stranger = { message_template_id: 1, message_template_name: 'other', message_template_language: 'en' }
  expect(
    await project([fact(business, 'message_template_status_update', { ...stranger, event: 'APPROVED' }, 1)]),
  ).toEqual([])
  expect(await project([fact(business, 'account_update', { ...about, event: 'APPROVED' }, 1)])).toEqual([])
  expect(
    await project([fact(business, 'message_template_status_update', 'no object' as unknown as object, 1)]),
  ).toEqual([])
})

test('any order, repetition and portioning of the same facts gives the same row', async () => {
  const events = fc.constantFrom('APPROVED', 'REJECTED', 'PAUSED', 'PENDING', 'DISABLED', 'FLAGGED')
  const one = fc.oneof(
    fc.record({ kind: fc.constant('status'), word: events, at: fc.integer({ min: -2, max: 4 }) }),
    fc.record({
      kind: fc.constant('category'),
      word: fc.constantFrom('MARKETING', 'UTILITY'),
      at: fc.integer({ min: -2, max: 4 }),
    }),
    fc.record({
      kind: fc.constant('quality'),
      word: fc.constantFrom('GREEN', 'RED'),
      at: fc.integer({ min: -2, max: 4 }),
    }),
  )
  const shuffled = fc
    .array(one, { maxLength: 8 })
    .chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
        fc.nat(8),
      ),
    )
  await fc.assert(
    fc.asyncProperty(shuffled, async ([facts, other, cut]) => {
      const first = await makeTemplate()
      const second = await makeTemplate()
      const itemsOf = (business: string, list: typeof facts) =>
        list.map(({ kind, word, at }) => {
          if (kind === 'status') return status(business, word, at, { reason: at % 2 === 0 ? 'A' : 'B' })
          const field = kind === 'category' ? 'template_category_update' : 'message_template_quality_update'
          return fact(
            business,
            field,
            {
              ...about,
              new_category: kind === 'category' ? word : undefined,
              new_quality_score: kind === 'quality' ? word : undefined,
            },
            at,
          )
        })
      await project(itemsOf(first.business, facts))
      await project(itemsOf(second.business, other.slice(0, cut)))
      await project(itemsOf(second.business, other.slice(cut)))
      expect(await rowOf(second.id)).toEqual(await rowOf(first.id))
    }),
    { numRuns: 60 },
  )
})
