import type { WorkspaceId } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import { createSeed } from '../../testing/seed-conversation.ts'
import { cloudApiReader } from '../../transports/cloud-api/read-webhook.ts'
import { bodiesOfWorkspace } from './bodies-of-workspace.ts'

const readers = { 'cloud-api': cloudApiReader }

const change = (number: string) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: number, display_phone_number: '1555' },
    statuses: [{ id: `wamid.${number}`, status: 'sent', timestamp: '1790000000', recipient_id: '4915112345678' }],
  },
})
const quality = { field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }

const bodies = {
  mine: { entry: [{ id: 'w1', changes: [change('n1')] }] },
  theirs: { entry: [{ id: 'w2', changes: [change('n2')] }] },
  both: { entry: [{ id: 'w1', changes: [change('n1'), change('n2')] }] },
  nobodys: { entry: [{ id: 'w3', changes: [change('n3')] }] },
  theirBusiness: { entry: [{ id: 'w2', changes: [quality] }] },
  empty: {},
}

test('a body is shown to the workspace whose accounts are all that it is about', async () => {
  await using database = await createTestDatabase()
  const { pool } = database
  const seed = createSeed(pool)
  const first = await seed.workspace()
  const rows = [
    ...Object.entries(bodies).map(([name, body], seq) => ({ name, seq, body: Buffer.from(JSON.stringify(body)) })),
    { name: 'unreadable', seq: 99, body: Buffer.from([0xff]) },
  ].map((row) => ({ ...row, transport: 'cloud-api' as const, receivedAt: new Date() }))
  const shown = async (workspaceId: WorkspaceId) =>
    (await bodiesOfWorkspace(pool, readers, workspaceId, rows)).map(({ name }) => name)
  expect(await shown(first)).toEqual(rows.map(({ name }) => name))
  const [second, third] = [await seed.workspace(), await seed.workspace()]
  await seed.account(second, 'n1')
  await pool.query(`update accounts set business_account_id = 'w2' where id = $1`, [await seed.account(third, 'n2')])
  expect(await shown(first)).toEqual(['nobodys', 'empty', 'unreadable'])
  expect(await shown(second)).toEqual(['mine'])
  expect(await shown(third)).toEqual(['theirs', 'theirBusiness'])
})
