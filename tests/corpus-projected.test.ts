import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import type { InboundItem } from '../packages/server/src/transports/inbound-item.ts'
import { postBody } from './support/signed-webhook.ts'
import { serve, temporaryDirectory } from './support/switchboard.ts'

/** Webhook bodies from public sources, beside the checkout on some machines; nothing of them is in the repository. */
const corpus = path.join(import.meta.dirname, '../../shared/corpus/webhooks')
const files = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.json') && !path.basename(file).startsWith('_'),
    )
  : []
const appSecret = 'the app secret of the corpus'

/** Contacts and changes of identity end in contacts that are merged; the projection's own tests follow those. */
type Kept = Exclude<InboundItem['kind'], 'contact' | 'identity-change'>

/**
 * What makes a row of each kind, from the items. Public sources use the same ids again and again, so it is a set: the same
 * receipt in three documents is one row.
 */
const keyOf: { readonly [Kind in Kept]: (item: Extract<InboundItem, { kind: Kind }>) => unknown[] } = {
  message: ({ account, wamid }) => [account.phoneNumberId, wamid],
  status: ({ account, wamid, statusName }) => [account.phoneNumberId, wamid, statusName],
  reaction: ({ account, targetWamid, wamid }) => [account.phoneNumberId, targetWamid, wamid],
  revision: ({ account, targetWamid, wamid }) => [account.phoneNumberId, targetWamid, wamid],
  call: ({ account, providerCallId, eventName }) => [account.phoneNumberId, providerCallId, eventName.toLowerCase()],
  fact: ({ field, subject, value }) => ['fact', field, subject ?? null, value],
  group: ({ change, groupId }) => ['group', change, groupId],
  // Of whom is left out: the public sources' people are merged into a few.
  preference: ({ category }) => ['preference', category],
}

/** The same of the rows. */
const rowsOf: Readonly<Record<Kept, string>> = {
  message: `select jsonb_build_array(a.external_id, m.wamid) from messages m join accounts a on a.id = m.account_id
    where m.source <> 'placeholder'`,
  status: `select jsonb_build_array(a.external_id, m.wamid, s.status) from statuses s
    join messages m on m.id = s.message_id join accounts a on a.id = m.account_id`,
  reaction: `select jsonb_build_array(a.external_id, r.target_wamid, r.wamid) from reactions r
    join accounts a on a.id = r.account_id`,
  revision: `select jsonb_build_array(a.external_id, r.target_wamid, r.wamid) from revisions r
    join accounts a on a.id = r.account_id`,
  call: `select jsonb_build_array(a.external_id, c.provider_call_id, lower(e.event)) from call_events e
    join calls c on c.id = e.call_id join accounts a on a.id = c.account_id`,
  fact: `select jsonb_build_array('fact', field, subject, value) from account_facts where field not like 'group%'`,
  group: `select jsonb_build_array('group', field, subject) from account_facts where field like 'group%'`,
  preference: `select jsonb_build_array('preference', category) from contact_preferences`,
}

function itemsOf(body: Buffer): readonly InboundItem[] {
  return cloudApiReader.readWebhook(JSON.parse(body.toString('utf8')), Date.now()).items
}

function keysOf<Kind extends Kept>(kind: Kind, items: readonly InboundItem[]): string[] {
  const key = keyOf[kind]
  // `kind` tells which items these are; TypeScript does not follow that through a variable.
  const own = items.filter((item) => item.kind === kind) as Extract<InboundItem, { kind: Kind }>[]
  return own.map((item) => JSON.stringify(key(item).map((part) => part ?? null)))
}

/** Values that are in one of them alone. jsonb compares, so neither spaces nor the order of keys matter. */
async function differences(pool: pg.Pool, expected: readonly string[], rows: string): Promise<unknown> {
  const result = await pool.query<{ missing: unknown; extra: unknown; found: number; read: number }>(
    `with wanted as (select distinct x::jsonb as v from unnest($1::text[]) x), found (v) as (${rows})
     select (select jsonb_agg(v) from (select v from wanted except select v from found) d) as missing,
       (select jsonb_agg(v) from (select v from found except select v from wanted) d) as extra,
       (select count(distinct v)::int from found) as found, (select count(*)::int from wanted) as read`,
    [expected],
  )
  return result.rows[0]
}

test.runIf(files.length > 0)(
  'every body of the corpus, posted to the running server, is all in its rows',
  async () => {
    using data = temporaryDirectory()
    await using database = await createTestDatabase()
    const { pool } = database
    const environment = { WHATSAPP_APP_SECRET: appSecret, DATABASE_URL: database.connectionString }
    await using server = await serve(data.path, environment)
    const items: InboundItem[] = []
    for (const file of files) {
      const body = readFileSync(path.join(corpus, file))
      expect(await postBody(server.url, appSecret, body), file).toBe(200)
      items.push(...itemsOf(body))
    }
    const pending = async () =>
      (
        await pool.query(
          'select count(*)::int as n from inbox join inbox_cursors c using (shard) where inbox.seq > c.seq',
        )
      ).rows
    await expect.poll(pending, { timeout: 60_000 }).toEqual([{ n: 0 }])
    expect((await pool.query('select seq, reason, detail from inbox_parked')).rows).toEqual([])
    const lines: string[] = []
    for (const [kind, rows] of Object.entries(rowsOf)) {
      // The keys of this object are the kinds.
      const keys = keysOf(kind as Kept, items)
      const read = new Set(keys).size
      const difference = await differences(pool, keys, rows)
      expect(difference, kind).toEqual({
        missing: null,
        extra: null,
        found: expect.any(Number),
        read: expect.any(Number),
      })
      lines.push(`${String(read).padStart(5)} ${kind} rows of ${keys.length} items`)
    }
    console.info(`${files.length} bodies, none parked\n${lines.join('\n')}`)
  },
  90_000,
)
