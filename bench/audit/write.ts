import { createAuditWriter } from '../../packages/server/src/access/audit.ts'
import type { AuditEntry } from '../../packages/server/src/access/audit-entry.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'
import { createPlainWriter } from './plain-writer.ts'

/** Writes rows of one workspace for a while, each lane its next when the last is committed; tells how many. */
const [connectionString, kind, workspaceId, milliseconds] = process.argv.slice(2)
if (!connectionString || !workspaceId) throw new Error('usage: write.ts CONNECTION_STRING chained|plain WORKSPACE MS')
await using handle = openDatabase({ connectionString })
const writer = kind === 'plain' ? createPlainWriter(handle.pool) : createAuditWriter({ pool: handle.pool })
const entry: AuditEntry = {
  workspaceId: workspaceId as never, // the benchmark's own
  ...{
    actorKind: 'key',
    actor: 'bench',
    interface: 'mcp',
    action: 'tools/call',
    target: 'list_messages',
    outcome: 'ok',
  },
  client: { name: 'bench', version: '1' },
  arguments: { conversationId: workspaceId, limit: 30, timezone: 'Europe/Berlin' },
  address: '127.0.0.1',
  requestId: 'bench',
}
await writer.record(entry)
let rows = 0
const started = performance.now()
const end = started + Number(milliseconds)
await Promise.all(
  Array.from({ length: 64 }, async () => {
    while (performance.now() < end) {
      await writer.record(entry)
      rows += 1
    }
  }),
)
process.send?.({ perSecond: (rows / (performance.now() - started)) * 1_000 })
await writer.close()
process.disconnect()
