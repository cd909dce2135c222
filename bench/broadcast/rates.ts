import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CreateBroadcast, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { checkStep } from '../../packages/server/src/broadcasts/check-step.ts'
import { createBroadcast } from '../../packages/server/src/broadcasts/create-broadcast.ts'
import { findBroadcast } from '../../packages/server/src/broadcasts/find-broadcast.ts'
import { queueStep } from '../../packages/server/src/broadcasts/queue-step.ts'
import { checkBroadcast, startBroadcast } from '../../packages/server/src/broadcasts/steer-broadcast.ts'
import { uploadRecipients } from '../../packages/server/src/broadcasts/upload-recipients.ts'
import { enqueueMessage } from '../../packages/server/src/outbox/enqueue.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'
import { startEmbeddedPostgres } from '../../packages/server/src/store/embedded/start.ts'
import { inTransaction } from '../../packages/server/src/store/in-transaction.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import { ensurePartitions } from '../../packages/server/src/store/partitions/ensure-partitions.ts'
import { cloudApiCapabilities } from '../../packages/server/src/transports/cloud-api/send/capabilities.ts'
import { makeDesk } from '../dispatch/desk.ts'

const person = { kind: 'cli', id: 'bench', name: 'bench', maySend: true, assistant: false, policy: null } as const
const content = {
  type: 'template',
  name: 'order_update',
  language: 'en_US',
  parameters: { body: ['{{ name | default: "there" }}', '{{ order }}'] },
}
const rules = { capabilitiesOf: () => cloudApiCapabilities }
const phoneOf = (index: number): string => `+49170${String(1_000_000 + index).padStart(8, '0')}`

interface Place {
  readonly pool: pg.Pool
  readonly workspaceId: WorkspaceId
  readonly accountId: string
}

/** On a database of its own, with its usual safety. @returns how many a second */
async function measured(count: number, work: (place: Place) => Promise<number>): Promise<number> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
  try {
    await using postgres = await startEmbeddedPostgres({ dataDirectory })
    await using database = openDatabase({ connectionString: postgres.connectionString() })
    await migrate(database.db)
    await ensurePartitions(database.pool, new Date())
    const { workspaceId, accountId } = await makeDesk(database.pool, 1_000)
    // A workspace's id, of the database.
    const milliseconds = await work({ pool: database.pool, workspaceId: workspaceId as WorkspaceId, accountId })
    return count / (milliseconds / 1_000)
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function fill({ pool, workspaceId, accountId }: Place, count: number): Promise<string> {
  const asked = { name: 'The benchmark', content, accountId } as CreateBroadcast // as a request would say it
  const { id } = await inTransaction(pool, (tx) => createBroadcast(tx, { workspaceId, caller: person, asked }))
  const rows = Array.from({ length: count }, (_, index) => ({
    line: index,
    to: phoneOf(index),
    variables: { name: `Customer ${index}`, order: `A-${index}` },
  }))
  await uploadRecipients(pool, { workspaceId, broadcastId: id, rows: [rows] })
  return id
}

/** Only the runner's own work: what the dispatcher does meanwhile is done between its steps, and not counted. */
export function queueRate(count: number): Promise<number> {
  return measured(count, async (place) => {
    const { pool, workspaceId } = place
    const id = await fill(place, count)
    await inTransaction(pool, (tx) => startBroadcast(tx, { workspaceId, id, caller: person }))
    let milliseconds = 0
    for (;;) {
      const row = await findBroadcast(pool, workspaceId, id)
      if (row.state !== 'running') return milliseconds
      const began = performance.now()
      await queueStep(pool, rules, row)
      milliseconds += performance.now() - began
      await pool.query(`update outbox set state = 'accepted' where state = 'queued'`)
    }
  })
}

export function checkRate(count: number): Promise<number> {
  return measured(count, async (place) => {
    const { pool, workspaceId } = place
    const id = await fill(place, count)
    await inTransaction(pool, (tx) => checkBroadcast(tx, { workspaceId, id, caller: person }))
    const began = performance.now()
    for (;;) {
      const row = await findBroadcast(pool, workspaceId, id)
      if (row.state !== 'checking') return performance.now() - began
      await checkStep(pool, rules, row)
    }
  })
}

export function singleRate(count: number): Promise<number> {
  return measured(count, async ({ pool, workspaceId, accountId }) => {
    const began = performance.now()
    for (let index = 0; index < count; index += 1)
      await inTransaction(pool, (tx) =>
        enqueueMessage(tx, rules, {
          workspaceId,
          accountId,
          caller: person,
          to: { phone: phoneOf(index) },
          content: { type: 'template', name: 'order_update', language: 'en_US', parameters: { body: ['x', 'y'] } },
          purpose: 'bulk',
          idempotencyKey: `bench:${index}`,
        }),
      )
    return performance.now() - began
  })
}
