import { startMcp } from '../../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'

/** Our MCP interface as it ships: guards, key, tools on Postgres, boundary, audit; or, with `owner`, without row security. */
const [connectionString, as] = process.argv.slice(2)
if (connectionString === undefined) throw new Error('usage: serve-switchboard.ts CONNECTION_STRING [owner]')
const database = openDatabase({ connectionString })
// As callers' connections, but for whom they ask.
const owners = openDatabase({ connectionString, pipeline: true })
const mcp = await startMcp(database, as === 'owner' ? { db: owners.db } : {})
process.send?.({ port: Number(new URL(mcp.url).port), key: mcp.key })
// Ends with the benchmark.
process.on('disconnect', () => process.exit(0))
