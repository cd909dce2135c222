import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import { verifyAudit } from '../audit-chain/verify-audit.ts'
import { migrateWithin } from '../backup/rebuild-schema.ts'

const workspaceId = '0190b0a0-0000-7000-8000-00000000000a'

test('rows from before are taken into the chains, in their order, with what may name a person beside', async () => {
  await using database = await createTestDatabase({ empty: true })
  const { db, pool } = database
  await db.transaction().execute((transaction) => migrateWithin(transaction, '20261121T0170-approval-questions'))
  await pool.query(
    `insert into audit (id, workspace_id, at, actor_kind, actor, interface, action, target, subject, arguments, outcome, status)
     select uuidv7(), case when n % 10 = 0 then null else $1::uuid end, now() - n * interval '1 second 1 microsecond', 'key', 'k' || n,
       'rest', 'read', 'GET /v1/things/:id', case when n % 2 = 0 then $1::text else 'wamid.' || n end,
       case when n % 3 = 0 then null else jsonb_build_object('n', n, 'q', 'é') end, 'ok', 200
     from generate_series(1, 2500) n`,
    [workspaceId],
  )
  await db.transaction().execute((transaction) => migrateWithin(transaction))

  const reports = []
  for await (const report of verifyAudit(pool)) reports.push([report.chain, report.rows, report.break])
  expect(reports).toEqual([
    ['00000000-0000-0000-0000-000000000000', 250, null],
    [workspaceId, 2250, null],
  ])
  const { rows } = await pool.query('select actor, subject, label from audit where chain = $1 order by seq limit 2', [
    workspaceId,
  ])
  expect(rows).toEqual([
    { actor: 'k2499', subject: null, label: 'wamid.2499' },
    { actor: 'k2498', subject: workspaceId, label: null },
  ])
  await pool.query(`update audit set actor = 'other' where actor = 'k5'`)
  for await (const { chain, break: found } of verifyAudit(pool))
    if (chain === workspaceId) expect(found?.kind).toBe('altered')
})
