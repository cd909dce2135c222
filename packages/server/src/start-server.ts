import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { composeApp } from './compose-app.ts'
import type { Settings } from './config/load.ts'
import { type Context, createContext, startScheduledJobs } from './context.ts'
import type { App } from './interfaces/app.ts'
import type { JobRunner } from './jobs/job.ts'
import { ensureStartLink, type StartLink } from './people/first-owner.ts'
import { ensureFirstKey } from './startup/first-key.ts'
import { openLocalDoor } from './startup/local-door.ts'
import { announceServer } from './startup/running-server.ts'
import { followTlsFiles } from './startup/tls-files.ts'

export interface Server extends AsyncDisposable {
  /** Where it listens, e.g. http://127.0.0.1:8000; nothing when it plays no `api` role. */
  readonly url: string | undefined
  /** May read; kept in the data directory. */
  readonly firstKey: string
  /** By which somebody comes in; nothing where there is an owner and links do not sign in. */
  readonly startLink: StartLink | undefined
  readonly context: Context
}

/** Requests that are still under way after this are cut off, so that the rest of the stop has its time. */
const drainMilliseconds = 4_000

/**
 * Starts everything that the configured roles need; resolves when it is ready. Disposing drains: no new connections, nothing more is
 * sent, requests under way are answered, what waits for its commit is committed, the batch under way is projected, then the database closes.
 *
 * @throws BootError, EmbeddedPostgresError, StoreUnreachableError, AddressInUseError: what is wrong and what to do
 */
export async function startServer(settings: Settings, log: Logger, program?: string): Promise<Server> {
  const { config } = settings
  await using undo = new AsyncDisposableStack()
  const context = undo.use(await createContext(settings, log, program))
  const jobs = jobsBehind(context)
  // Waited for after the requests, which are finished meanwhile.
  undo.defer(jobs.stop)
  const firstKey = await ensureFirstKey(context.store.db, config.dataDirectory, context.workspaceId)
  const url = config.roles.has('api') ? await listen(context, undo) : undefined
  // Where nobody can sign in a link would lead nowhere, and making it would end the one that another server has printed.
  const letsIn = url !== undefined && context.people.locked === undefined
  const { workspaceId } = context
  const startLink = letsIn
    ? await ensureStartLink(context.store.pool, { workspaceId, signsIn: config.startLink })
    : undefined
  if (config.roles.has('jobs')) jobs.start()
  // What waits for others' answers ends beside the requests, so that their times do not add up. It is waited for where it is
  // disposed of, which tells its failure too.
  undo.defer(() => void Promise.allSettled([jobs.stop(), context.sending.dispatcher?.stop(), context.webhooks.stop()]))
  const keep = undo.move()
  return { url, firstKey, startLink, context, [Symbol.asyncDispose]: () => keep.disposeAsync() }
}

async function listen(context: Context, undo: AsyncDisposableStack): Promise<string> {
  const { config } = context.settings
  let stopping = false
  const app = undo.adopt(await composeApp(context, () => stopping), drain)
  const url = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
    throw describeListenFailure(error, config)
  })
  if (config.publicBaseUrl)
    context.log.info({}, `Webhook Callback URL for Meta: ${config.publicBaseUrl}/webhooks/whatsapp`)
  if (!config.loopback && !config.tls && config.trustedProxies.length === 0)
    context.log.warn(
      {},
      'plain HTTP beyond this machine: keys and messages can be read on the way (docs/operations/edge.md)',
    )
  const localUrl = config.tls ? await openTlsExtras(app, context, undo) : url
  context.simulator?.connect(localUrl)
  const databaseUrl = config.database.kind === 'embedded' ? { databaseUrl: context.store.connectionString } : {}
  const startedAt = new Date().toISOString()
  undo.use(announceServer(config.dataDirectory, { pid: process.pid, url: localUrl, startedAt, ...databaseUrl }))
  undo.defer(() => {
    stopping = true
  })
  return url
}

/** @returns where this machine's own programs reach the server */
async function openTlsExtras(app: App, { settings, log }: Context, undo: AsyncDisposableStack): Promise<string> {
  const { tls } = settings.config
  if (tls) undo.use(followTlsFiles(app.server, tls, log))
  return undo.use(await openLocalDoor(app.server)).url
}

async function drain(app: App): Promise<void> {
  const cut = setTimeout(() => app.cutConnections(), drainMilliseconds)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}

interface JobsBehind {
  start(): void
  /** The same promise each time. */
  stop(): Promise<void>
}

/**
 * Installing the schedules takes a moment, and no request needs them: nothing waits for the jobs. A database that is away in the
 * first moments only delays them.
 */
function jobsBehind(context: Context): JobsBehind {
  const stopping = new AbortController()
  let started: Promise<JobRunner | undefined> | undefined
  let stopped: Promise<void> | undefined
  const end = async () => {
    stopping.abort()
    await (await started)?.[Symbol.asyncDispose]()
  }
  return {
    start() {
      started = startJobsPatiently(context, stopping.signal)
    },
    stop: () => (stopped ??= end()),
  }
}

const jobsRetryMilliseconds = 10_000

async function startJobsPatiently(context: Context, signal: AbortSignal): Promise<JobRunner | undefined> {
  while (!signal.aborted) {
    try {
      return await startScheduledJobs(context, signal)
    } catch (error) {
      context.log.error({ err: error }, 'scheduled jobs could not be started; trying again in ten seconds')
      await sleep(jobsRetryMilliseconds, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}

/** Another program listens there, or the address is not ours. */
export class AddressInUseError extends Error {
  override readonly name = 'AddressInUseError'
}

function describeListenFailure(error: unknown, { host, port }: Settings['config']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const options = { cause: error }
  if (code === 'EADDRINUSE')
    return new AddressInUseError(
      `Port ${port} of ${host} is taken by another program. Stop it, or take another port: PORT=${port + 1}`,
      options,
    )
  if (code === 'EACCES')
    return new AddressInUseError(
      `Port ${port} needs more rights than this user has. Take one above 1023: PORT=8000`,
      options,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new AddressInUseError(`HOST ${host} is not an address of this machine. Take HOST=127.0.0.1`, options)
  return error
}
