import type { Broadcast, CreateBroadcast } from '@switchboard/contract'
import type { Caller } from '../outbox/caller.ts'
import { type Desk, makeDesk, rules } from '../outbox/outbox.case.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { TestDatabase } from '../testing/index.ts'
import { toBroadcast } from './broadcast-row.ts'
import { createBroadcast } from './create-broadcast.ts'
import { findBroadcast } from './find-broadcast.ts'
import type { ListRow } from './list-row.ts'
import { type BroadcastRunnerOptions, startBroadcastRunner } from './run-broadcasts.ts'
import { cancelBroadcast, checkBroadcast, pauseBroadcast, resumeBroadcast, startBroadcast } from './steer-broadcast.ts'
import { uploadRecipients } from './upload-recipients.ts'

export const person: Caller = { kind: 'cli', id: 'cli', name: 'shop', maySend: true, assistant: false, policy: null }

/** Anybody may get one at any time. */
export const template = {
  type: 'template',
  name: 'hello',
  language: 'en',
  parameters: { body: ['{{ name | default: "there" }}'] },
} as const

export const complaints: unknown[] = []

/** A workspace with a number that is as fast as the test, and what can be done with its broadcasts. */
export async function makeBureau(database: TestDatabase, rate = 1_000) {
  const desk: Desk = await makeDesk(database)
  const { pool } = database
  await pool.query(`update accounts set send_rate = $2, default_region = 'DE' where id = $1`, [desk.accountId, rate])
  const { workspaceId } = desk
  const steering = (id: string, caller = person) => ({ workspaceId, id, caller })
  return {
    ...desk,
    async create(more: Partial<CreateBroadcast> = {}): Promise<string> {
      const asked: CreateBroadcast = { name: 'News', content: template, ...more } as CreateBroadcast // of the same shape
      const { id } = await inTransaction(pool, (tx) => createBroadcast(tx, { workspaceId, caller: person, asked }))
      return id
    },
    upload: (broadcastId: string, rows: Iterable<readonly ListRow[]> | AsyncIterable<readonly ListRow[]>) =>
      uploadRecipients(pool, { workspaceId, broadcastId, rows }),
    start: (id: string, caller = person, startAt?: number) =>
      inTransaction(pool, (tx) => startBroadcast(tx, { ...steering(id), caller, startAt })),
    pause: (id: string) => inTransaction(pool, (tx) => pauseBroadcast(tx, steering(id))),
    resume: (id: string, caller = person) => inTransaction(pool, (tx) => resumeBroadcast(tx, steering(id, caller))),
    cancel: (id: string) => inTransaction(pool, (tx) => cancelBroadcast(tx, steering(id))),
    check: (id: string) => inTransaction(pool, (tx) => checkBroadcast(tx, steering(id))),
    get: async (id: string): Promise<Broadcast> => toBroadcast(await findBroadcast(pool, workspaceId, id)),
  }
}

export type Bureau = Awaited<ReturnType<typeof makeBureau>>

export function runner(database: TestDatabase, more: Partial<BroadcastRunnerOptions> = {}) {
  const log = { error: (fields: object, message: string) => void complaints.push({ message, ...fields }) }
  return startBroadcastRunner({ pool: database.pool, rules, log, pollMilliseconds: 20, ...more })
}

/** Pages of rows with a phone each. */
export function* people(count: number, from = 0, pageRows = 500): Generator<ListRow[]> {
  for (let page = 0; page < count; page += pageRows)
    yield Array.from({ length: Math.min(pageRows, count - page) }, (_, index) => ({
      line: page + index + 2,
      to: phoneOf(from + page + index),
      variables: { name: `Person ${from + page + index}` },
    }))
}

export function phoneOf(index: number): string {
  return `+49170${String(1_000_000 + index)}`
}

/** What stands in the rows, counted: it must be what the broadcast says. */
export async function countRows(database: TestDatabase, id: string): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ state: string; n: number }>(
    `select case when b.state = 'cancelled' and r.state = 'pending' then 'cancelled' else r.state end as state, count(*)::int as n
     from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id
     where r.broadcast_id = $1 and r.position < b.next_position group by 1`,
    [id],
  )
  const counts = { pending: 0, queued: 0, refused: 0, invalid: 0, duplicate: 0, cancelled: 0 }
  const found = Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  return { total: rows.reduce((sum, { n }) => sum + n, 0), ...counts, ...found }
}
