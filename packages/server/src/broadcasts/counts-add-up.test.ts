import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCustomer, rules } from '../outbox/outbox.case.ts'
import { eraseContact } from '../retention/erase-contact.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { type Bureau, countRows, makeBureau, phoneOf, template } from './broadcasts.case.ts'
import { checkStep } from './check-step.ts'
import { countDeliveries } from './count-deliveries.ts'
import { findBroadcast } from './find-broadcast.ts'
import type { ListRow } from './list-row.ts'
import { queueStep } from './queue-step.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const numbers = 12
const row = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.nat(numbers - 1).map((index): ListRow => ({ line: 1, to: phoneOf(index), variables: { name: 'x' } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .nat(3)
      .map((index): ListRow => ({ line: 1, to: `0170 ${1_000_000 + index}`, variables: { name: 'x' } })),
  },
  { weight: 1, arbitrary: fc.nat(5).map((index): ListRow => ({ line: 1, to: phoneOf(index + 50), variables: {} })) },
  { weight: 1, arbitrary: fc.constant<ListRow>({ line: 1, to: 'nobody', variables: {} }) },
  { weight: 1, arbitrary: fc.constant<ListRow>({ line: 1, code: 'row-broken', reason: 'broken' }) },
)
const action = fc.oneof(
  { weight: 4, arbitrary: fc.array(row, { maxLength: 25 }).map((rows) => ({ kind: 'upload' as const, rows })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'start' as const }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'step' as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...(['pause', 'resume', 'check', 'cancel'] as const)).map((kind) => ({ kind })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('accepted', 'failed', 'unknown').map((state) => ({ kind: 'settle' as const, state })),
  },
  { weight: 1, arbitrary: fc.nat(numbers - 1).map((index) => ({ kind: 'stop' as const, index })) },
  { weight: 1, arbitrary: fc.nat(numbers - 1).map((index) => ({ kind: 'erase' as const, index })) },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

async function contactOf(bureau: Bureau, index: number): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ contact_id: string }>(
    `select contact_id from identities where workspace_id = $1 and kind = 'phone' and value = $2`,
    [bureau.workspaceId, phoneOf(index)],
  )
  return rows[0]?.contact_id
}

async function act(bureau: Bureau, id: string, { kind, ...more }: Action): Promise<void> {
  const { pool } = database
  const where = await findBroadcast(pool, bureau.workspaceId, id)
  if ('rows' in more) await bureau.upload(id, [more.rows])
  else if ('state' in more)
    await pool.query(
      `update outbox set state = $2 where id in (select id from outbox where account_id = $1 and state = 'queued' order by id limit 3)`,
      [bureau.accountId, more.state],
    )
  else if ('index' in more) {
    const contactId = await contactOf(bureau, more.index)
    if (contactId === undefined) return
    if (kind === 'stop') await pool.query(`update contacts set opted_out_at = now() where id = $1`, [contactId])
    else
      await eraseContact(pool, { workspaceId: bureau.workspaceId, contactId: contactId as never, requestedBy: 'test' }) // of the column
  } else if (kind === 'step') {
    await (where.state === 'checking' ? checkStep : queueStep)(pool, rules, where)
  } else if (kind !== 'upload' && kind !== 'settle' && kind !== 'stop' && kind !== 'erase') await bureau[kind](id)
}

test('whatever happens in whatever order, the counts are those of the rows and add up, and nobody gets two', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 30 }), async (actions) => {
      const bureau = await makeBureau(database, 3)
      await addCustomer(database, bureau.workspaceId, bureau.accountId)
      const id = await bureau.create({ content: { ...template, parameters: { body: ['{{ name }}'] } } })
      for (const each of actions) {
        await act(bureau, id, each).catch((error: { code?: string }) => {
          if (!['broadcast-wrong-state', 'broadcast-empty'].includes(error.code ?? '')) throw error
        })
        const broadcast = await bureau.get(id)
        expect(await countRows(database, id)).toEqual(broadcast.recipients)
        const { total, ...states } = broadcast.recipients
        expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(total)
        const problems = Object.values(broadcast.problems).reduce((sum, count) => sum + count, 0)
        expect(problems).toBe(states.refused + states.invalid)
        const { countedAt: _, ...fates } = await countDeliveries(
          database.pool,
          await findBroadcast(database.pool, bureau.workspaceId, id),
        )
        expect(Object.values(fates).reduce((sum, count) => sum + count, 0)).toBe(states.queued)
      }
      const { rows } = await database.pool.query(
        `select recipient from outbox where account_id = $1 group by recipient having count(*) > 1`,
        [bureau.accountId],
      )
      expect(rows).toEqual([])
    }),
    { numRuns: 40 },
  )
}, 120_000)
