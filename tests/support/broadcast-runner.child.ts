import { startBroadcastRunner } from '../../packages/server/src/broadcasts/run-broadcasts.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'
import { cloudApiTransport } from '../../packages/server/src/transports/cloud-api/transport.ts'

// Run by broadcasts.test.ts: brings broadcasts into the outbox, says so, and waits to be killed.
const { pool } = openDatabase({ connectionString: process.argv[2] ?? '', maxConnections: 3 })
const { capabilities } = cloudApiTransport()
startBroadcastRunner({
  pool,
  rules: { capabilitiesOf: () => capabilities },
  pollMilliseconds: 10,
  onQueued: () => process.stdout.write('queued\n'),
})
