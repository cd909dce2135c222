import { openDatabase } from '../../packages/server/src/store/database.ts'

/**
 * What one would write first: several workers on one queue, the oldest first, `for update skip locked`. `node first-come.ts
 * DATABASE_URL`. Like its counterpart it sends to a provider that accepts at once, and keeps the number's 1,000 a second by
 * taking a third of them a second.
 */
const perTick = 33
const tickMilliseconds = 100
const database = openDatabase({ connectionString: process.argv[2] ?? '', maxConnections: 2 })

const timer = setInterval(async () => {
  await database.pool.query(
    `update outbox o set state = 'accepted', settled_at = clock_timestamp() from (
       select id from outbox where state = 'queued' order by id limit $1 for update skip locked) k where o.id = k.id`,
    [perTick],
  )
}, tickMilliseconds)
process.on('disconnect', async () => {
  clearInterval(timer)
  await database[Symbol.asyncDispose]()
})
process.send?.('ready')
