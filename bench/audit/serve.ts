import { startMcp } from '../../packages/server/src/interfaces/mcp/testing/start-mcp.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'
import { createPlainWriter } from './plain-writer.ts'

/** Our MCP interface as it ships, with the chained audit or with the plain one. */
const [connectionString, kind] = process.argv.slice(2)
if (connectionString === undefined) throw new Error('usage: serve.ts CONNECTION_STRING chained|plain')
const handle = openDatabase({ connectionString })
const mcp = await startMcp(handle, kind === 'plain' ? { audit: createPlainWriter(handle.pool) } : {})
process.send?.({ port: Number(new URL(mcp.url).port), key: mcp.key })
// Ends with the benchmark.
process.on('disconnect', () => process.exit(0))
