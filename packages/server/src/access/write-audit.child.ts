import { openDatabase } from '../store/database.ts'
import { createAuditWriter } from './audit.ts'

/** Writes rows until it is killed, and tells its parent of each one that is committed: a process for tests to kill. */
const [connectionString, workspaceId, actor] = process.argv.slice(2)
if (!connectionString || !workspaceId || !actor)
  throw new Error('usage: write-audit.child.ts CONNECTION WORKSPACE ACTOR')
const { pool } = openDatabase({ connectionString, applicationName: `audit writer ${actor}` })
const audit = createAuditWriter({ pool })

async function write(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const subject = `${actor}-${lane}-${count}`
    await audit.record({
      workspaceId: workspaceId as never, // a test's own
      ...{ actorKind: 'key', actor: actor ?? '', interface: 'rest', action: 'write', outcome: 'ok', subject },
      target: 'POST /v1/things',
    })
    process.send?.(subject)
  }
}
await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)))
