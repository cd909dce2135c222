import { openDatabase } from '../../packages/server/src/store/database.ts'
import { startOne } from '../dispatch/desk.ts'

/** One dispatcher in a process of its own: `node dispatcher.ts DATABASE_URL`. Ends when the parent lets go. */
const database = openDatabase({ connectionString: process.argv[2] ?? '', maxConnections: 5 })
const dispatcher = startOne(database.pool, () => {})
process.on('disconnect', async () => {
  await dispatcher.stop()
  await database[Symbol.asyncDispose]()
})
process.send?.('ready')
