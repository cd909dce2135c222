import { createGuardedClient } from '../http/guarded-fetch.ts'
import { parseAddressRange } from '../http/public-address.ts'
import { openDatabase } from '../store/database.ts'
import { testBox } from './outgoing-webhooks.case.ts'
import { startOutgoingWebhooks } from './start-outgoing-webhooks.ts'

// Run by outgoing-webhooks.test.ts: a sender that is killed by who receives.
const { pool } = openDatabase({ connectionString: process.argv[2] ?? '' })
const loopback = parseAddressRange('127.0.0.1')
startOutgoingWebhooks({
  pool,
  client: createGuardedClient({ allowed: loopback ? [loopback] : [] }),
  box: testBox(),
  findMessages: () => Promise.resolve(new Map()),
  log: { info() {}, warn: console.warn, error: console.error },
  onEvents: () => undefined,
  pollMilliseconds: 50,
})
