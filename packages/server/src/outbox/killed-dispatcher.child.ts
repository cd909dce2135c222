import { openDatabase } from '../store/database.ts'
import { startDispatcher } from './dispatch.ts'
import { scriptedTransport } from './scripted-transport.case.ts'

// Run by unknown.test.ts: a dispatcher whose provider takes the message and never answers; it says so and waits to be killed.
const { pool } = openDatabase({ connectionString: process.argv[2] ?? '' })
startDispatcher({
  pool,
  transports: {
    'cloud-api': scriptedTransport((_, sendId) => {
      process.stdout.write(`${sendId}\n`)
      return new Promise(() => {})
    }),
  },
  accountOf: (accountId) =>
    Promise.resolve({ accountId, externalId: '1', businessAccountId: null, secrets: {}, settings: {} }),
})
