import { randomUUID } from 'node:crypto'
import type { AuditWriter } from '../../packages/server/src/access/audit.ts'
import type { AuditEntry } from '../../packages/server/src/access/audit-entry.ts'
import { auditRowOf } from '../../packages/server/src/access/audit-row.ts'
import type { Queryable } from '../../packages/server/src/store/database.ts'

/** The yardstick: the same rows, redacted alike and committed in groups alike, in a table without hashes, order or lock. */
export const plainTable = /* sql */ `
create table audit_plain (id uuid primary key, workspace_id uuid, at timestamptz not null default now(), said jsonb not null)`

export function createPlainWriter(pool: Queryable): AuditWriter {
  let pending: { row: object; settle: PromiseWithResolvers<void> }[] = []
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    await new Promise(setImmediate)
    while (pending.length > 0) {
      const batch = pending.slice(0, 500)
      pending = pending.slice(500)
      await pool.query({
        name: 'plain',
        text: `insert into audit_plain select * from jsonb_populate_recordset(null::audit_plain, $1::jsonb)`,
        values: [JSON.stringify(batch.map(({ row }) => row))],
      })
      for (const { settle } of batch) settle.resolve()
    }
    writing = null
  }

  return {
    record(entry: AuditEntry) {
      const settle = Promise.withResolvers<void>()
      const { workspaceId, ...said } = auditRowOf(entry)
      pending.push({ row: { id: randomUUID(), workspace_id: workspaceId, at: new Date(), said }, settle })
      writing ??= writeAll()
      return settle.promise
    },
    close: async () => void (await writing),
  }
}
