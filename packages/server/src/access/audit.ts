import type { WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import { clean, redact } from './redact.ts'

/** Who did what, through which door, and what came of it. */
export interface AuditEntry {
  readonly workspaceId: WorkspaceId | null
  /** `key`, `admin_api`, `system`, `cli` or `anonymous`. */
  readonly actorKind: string
  /** The key's id; the kind where there is only one of it. */
  readonly actor: string
  /** `rest`, `mcp`, `admin_api`, `cli`. */
  readonly interface: string
  /** `read`, `write`, `erase` … */
  readonly action: string
  /** Route pattern or tool. */
  readonly target: string
  /** Id of what it was done to. */
  readonly subject?: string | null
  /** Redacted here: secrets masked, long strings cut (access/redact.ts). */
  readonly arguments?: unknown
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly status?: number | null
  readonly address?: string | null
  readonly requestId?: string | null
}

export interface AuditWriter {
  /**
   * Resolves when the row is committed.
   * @throws {Refusal} `unavailable` when too many rows wait already, or the database can't take it.
   */
  record(entry: AuditEntry): Promise<void>
  /** Writes what waits, then takes no more. */
  close(): Promise<void>
}

export interface AuditWriterOptions {
  readonly pool: Queryable
  /** Rows that may wait; beyond them `record` refuses instead of growing. */
  readonly maxPending?: number
}

interface Pending {
  readonly row: Record<string, unknown>
  readonly settle: PromiseWithResolvers<void>
}

const maxBatch = 500

/**
 * All rows that wait while one insert commits go into the next insert, so auditing costs no commit per request.
 *
 * States: idle → writing (one insert under way, newcomers wait) → writing the next batch … → idle; closed at the end.
 */
export function createAuditWriter({ pool, maxPending = 10_000 }: AuditWriterOptions): AuditWriter {
  let pending: Pending[] = []
  let writing: Promise<void> | null = null
  let closed = false

  async function writeAll(): Promise<void> {
    // Let everything that happens in this turn of the event loop join the first batch.
    await new Promise(setImmediate)
    while (pending.length > 0) {
      const batch = pending.slice(0, maxBatch)
      pending = pending.slice(maxBatch)
      await writeBatch(pool, batch)
    }
    writing = null
  }

  return {
    record(entry) {
      if (closed) return Promise.reject(new Refusal('unavailable', { detail: 'The server is stopping.' }))
      if (pending.length >= maxPending) {
        return Promise.reject(new Refusal('unavailable', { detail: 'The audit log cannot keep up.' }))
      }
      const settle = Promise.withResolvers<void>()
      pending.push({ row: rowOf(entry), settle })
      writing ??= writeAll()
      return settle.promise
    },
    async close() {
      closed = true
      await writing
    },
  }
}

/** Never rejects: each row's promise carries its own outcome. A bad row, if there were one, does not fail its neighbours. */
async function writeBatch(pool: Queryable, batch: readonly Pending[]): Promise<void> {
  try {
    await insert(pool, batch)
    for (const { settle } of batch) settle.resolve()
  } catch (error) {
    if (batch.length === 1 || isUnavailable(error)) {
      const refusal = isUnavailable(error)
        ? new Refusal('unavailable', { detail: 'The audit log cannot be written.', cause: error })
        : error
      for (const { settle } of batch) settle.reject(refusal)
      return
    }
    for (const one of batch) await writeBatch(pool, [one])
  }
}

/** One parameter for any number of rows: one prepared shape, no limit of 65,535 parameters. */
async function insert(pool: Queryable, batch: readonly Pending[]): Promise<void> {
  await pool.query({
    name: 'audit',
    text: `insert into audit select * from jsonb_populate_recordset(null::audit, $1::jsonb)`,
    values: [JSON.stringify(batch.map(({ row }) => row))],
  })
}

function rowOf(entry: AuditEntry): Record<string, unknown> {
  const text = (value: string | null | undefined) => (value == null ? null : clean(value).slice(0, 500))
  return {
    id: uuidv7(),
    workspace_id: entry.workspaceId,
    at: new Date().toISOString(),
    actor_kind: entry.actorKind,
    actor: text(entry.actor),
    interface: entry.interface,
    action: entry.action,
    target: text(entry.target),
    subject: text(entry.subject),
    arguments: entry.arguments === undefined ? null : redact(entry.arguments),
    outcome: entry.outcome,
    status: entry.status ?? null,
    address: text(entry.address),
    request_id: text(entry.requestId),
  }
}
