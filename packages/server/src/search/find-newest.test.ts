import type { AccountId, ContactId, ConversationId, WorkspaceId } from '@switchboard/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walkPages } from '../store/queries/walk-pages.case.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { searchMessages } from './search-messages.ts'

let database: TestDatabase
let workspace: WorkspaceId
let account: AccountId
let busy: ContactId
let quiet: ContactId
let conversation: ConversationId

/** "often" is in every second message, "seldom" in one of 400, "ago" in the oldest 500 only, of which 50 are images. */
beforeAll(async () => {
  database = await createTestDatabase()
  const seed = createSeed(database.pool)
  workspace = await seed.workspace()
  account = await seed.account(workspace)
  busy = await seed.contact(workspace, { name: 'Busy' })
  quiet = await seed.contact(workspace, { name: 'Quiet' })
  conversation = await seed.conversation(workspace, account, busy)
  await database.pool.query(
    `insert into messages (id, workspace_id, account_id, conversation_id, contact_id, wamid, direction, type, content, text,
       search_text, sent_at, source, source_rank, fingerprint)
     select uuidv7(), $1, $2, $3, case when n % 1000 = 0 then $5::uuid else $4::uuid end, 'wamid.' || n, 'inbound',
       case when n % 10 = 0 and n <= 500 then 'image' else 'text' end, '{"type":"unknown"}', words, words,
       timestamptz '2026-01-01 00:00:00+00' + n * interval '1 minute', 'live', 3, ''
     from generate_series(1, 12000) n, lateral (select 'message ' || n
       || case when n % 2 = 0 then ' often' else '' end || case when n % 400 = 0 then ' seldom' else '' end
       || case when n <= 500 then ' ago' else '' end as words) x`,
    [workspace, account, conversation, busy, quiet],
  )
  await database.pool.query(`insert into search_words select $1, unnest(array['often', 'seldom', 'ago', 'message'])`, [
    workspace,
  ])
  await database.pool.query('vacuum analyze messages')
})
afterAll(() => database[Symbol.asyncDispose]())

async function allNumbers(args: Parameters<typeof searchMessages>[2]): Promise<number[]> {
  const hits = await walkPages((cursor) => searchMessages(database.db, workspace, { limit: 200, ...args, cursor }))
  return hits.map(({ message }) => Number(message.text?.split(' ')[1]))
}

async function expected(condition: string): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`
    select split_part(text, ' ', 2)::int as n from messages where ${sql.raw(condition)} order by sent_at desc`.execute(
    database.db,
  )
  return rows.map(({ n }) => n)
}

test.each([
  ['often', {}, `text like '%often%'`],
  ['seldom', {}, `text like '%seldom%'`],
  ['ago', {}, `text like '%ago%'`],
  ['ago', { type: 'image' }, `text like '%ago%' and type = 'image'`],
  ['often', { type: 'image' }, `text like '%often%' and type = 'image'`],
  [
    'message -often',
    { before: '2026-01-02T00:00:00Z' },
    `text not like '%often%' and sent_at < '2026-01-02T00:00:00Z'`,
  ],
  ['often', { after: '2026-01-09T00:00:00Z' }, `text like '%often%' and sent_at >= '2026-01-09T00:00:00Z'`],
])('%s with %j gives every hit, newest first, whichever way it was found', async (q, filters, condition) => {
  expect(await allNumbers({ q, ...filters })).toEqual(await expected(condition))
})

test('a common word of a person with few messages gives those', async () => {
  expect(await allNumbers({ q: 'often', contactId: quiet, limit: 5 })).toEqual(
    await expected(`contact_id = '${quiet}'`),
  )
})

test('the best of a common word are ranked from enough of the newest', async () => {
  const page = await searchMessages(database.db, workspace, { q: 'often', sort: 'best', limit: 20 })
  expect(page.items).toHaveLength(20)
  expect(page.items[0]?.message.text).toBe('message 11998 often')
})
