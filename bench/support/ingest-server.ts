import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type pg from 'pg'
import pino from 'pino'
import { createAuthenticator } from '../../packages/server/src/access/authenticate.ts'
import { ensureDefaultWorkspace } from '../../packages/server/src/access/default-workspace.ts'
import { createInbox, type Inbox } from '../../packages/server/src/ingest/inbox/inbox.ts'
import { createApp } from '../../packages/server/src/interfaces/app.ts'
import { registerMetrics } from '../../packages/server/src/interfaces/metrics/metrics.ts'
import { registerCloudApiWebhook } from '../../packages/server/src/interfaces/webhooks/cloud-api.ts'
import { createMetrics } from '../../packages/server/src/metrics/metrics.ts'
import { keepYoungObjectsYoung } from '../../packages/server/src/startup/garbage-collection.ts'
import { openDatabase } from '../../packages/server/src/store/database.ts'
import { accountKeyOf } from '../../packages/server/src/transports/cloud-api/account-key.ts'
import { appSecret } from './signed-bodies.ts'

/**
 * One server of the ingest benchmark, in a process of its own: `node ingest-server.ts VARIANT DATABASE_URL`. Sends its port to
 * the parent; when the parent lets go, it says how much memory it took and ends.
 */
const path = '/webhooks/whatsapp'

/** The limit: receives, checks the signature, answers. Stores nothing. */
function bare(): http.Server {
  return http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.statusCode = isSigned(Buffer.concat(chunks), request.headers['x-hub-signature-256']) ? 200 : 401
      response.end()
    })
  })
}

function fastify(): http.Server {
  const app = Fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post(path, (request, reply) => {
    // The parser above gives buffers.
    const signed = isSigned(request.body as Buffer, request.headers['x-hub-signature-256'])
    return reply.code(signed ? 200 : 401).send()
  })
  void app.ready()
  return app.server
}

function isSigned(body: Buffer, header: string | string[] | undefined): boolean {
  const expected = createHmac('sha256', appSecret).update(body).digest()
  const given = Buffer.from(String(header).slice(7), 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Our webhook as it is shipped, with the inbox given. */
async function ours(inbox: Pick<Inbox, 'take'>, databaseUrl: string): Promise<http.Server> {
  keepYoungObjectsYoung()
  const database = openDatabase({ connectionString: databaseUrl, maxConnections: 2 })
  const workspaceId = await ensureDefaultWorkspace(database.db)
  const authenticator = createAuthenticator({ db: database.db, workspaceId })
  const app = await createApp({ log: pino({ level: 'info' }), authenticator })
  registerMetrics(app, { metrics: createMetrics() })
  await registerCloudApiWebhook(app, {
    inbox,
    verifyTokens: () => ['token'],
    appSecrets: () => [appSecret],
    accountKeyOf,
  })
  await app.ready()
  return app.server
}

/** What a good engineer would write first: the insert of one row, prepared, on a pool, before the answer. */
function onePerRequest(pool: pg.Pool): Pick<Inbox, 'take'> {
  const text = `insert into inbox (seq, received_at, transport, shard, body_sha256, body)
    values (nextval('inbox_seq'), now(), $1, $2, $3, $4) on conflict do nothing`
  return {
    take(body, transport, shard, done) {
      const values = [transport, shard, hash('sha256', body, 'buffer'), body]
      pool.query({ name: 'insert-one', text, values }).then(
        ({ rowCount }) => done(null, rowCount === 1 ? 'stored' : 'duplicate'),
        (error: unknown) => done(error),
      )
    },
  }
}

async function serve(variant: string, databaseUrl: string): Promise<http.Server> {
  const pool = () => openDatabase({ connectionString: databaseUrl, maxConnections: 20 }).pool
  switch (variant) {
    case 'bare':
      return bare()
    case 'fastify':
      return fastify()
    case 'route':
      return await ours({ take: (_body, _transport, _shard, done) => done(null, 'stored') }, databaseUrl)
    case 'one-per-request':
      return await ours(onePerRequest(pool()), databaseUrl)
    case 'group-commit':
      return await ours(createInbox({ pool: pool(), ...(JSON.parse(process.argv[4] ?? '{}') as object) }), databaseUrl)
    default:
      throw new Error(`there is no variant ${variant}`)
  }
}

const server = await serve(process.argv[2] ?? '', process.argv[3] ?? '')
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
process.on('message', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  process.send?.({ maxRssMegabytes: maxRSS / 1024, cpuMicroseconds: userCPUTime + systemCPUTime })
})
