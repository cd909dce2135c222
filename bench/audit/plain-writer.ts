import { randomUUID } from 'node:crypto'
import type { AuditWriter } from '../../packages/server/src/access/audit.ts'
import type { AuditEntry } from '../../packages/server/src/access/audit-entry.ts'
import { auditRowOf } from '../../packages/server/src/access/audit-row.ts'
import type { Queryable } from '../../packages/server/src/store/database.ts'

/** The yardstick: the same rows and indexes, redacted alike and committed in groups alike, without hashes, order or lock. */
export const plainTable = /* sql */ `
create table audit_plain as select id, workspace_id, at, actor_kind, actor, client_name, client_version, interface, action,
  target, subject, targets, outcome, status, address, request_id, approval_id, label, arguments from audit limit 0;
alter table audit_plain add primary key (id);
create index on audit_plain (workspace_id, at desc, id desc);
create index on audit_plain using gin (targets jsonb_path_ops) where targets is not null;
create index on audit_plain (workspace_id, subject, at desc, id desc) where subject is not null;`

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
      pending.push({ row: plainRow(auditRowOf(entry)), settle })
      writing ??= writeAll()
      return settle.promise
    },
    close: async () => void (await writing),
  }
}

function plainRow(row: ReturnType<typeof auditRowOf>): object {
  const { workspaceId, actorKind, clientName, clientVersion, requestId, approvalId, ...same } = row
  return {
    ...same,
    id: randomUUID(),
    at: new Date().toISOString(),
    workspace_id: workspaceId,
    actor_kind: actorKind,
    client_name: clientName,
    client_version: clientVersion,
    request_id: requestId,
    approval_id: approvalId,
  }
}
