import { BootError } from './config/boot-error.ts'
import type { EnvSources } from './config/env.ts'
import { loadSettings } from './config/load.ts'
import { AddressInUseError, type Server, startServer } from './start-server.ts'
import { banner } from './startup/banner.ts'
import { keepYoungObjectsYoung } from './startup/garbage-collection.ts'
import { localAddress } from './startup/local-address.ts'
import { createLogger } from './startup/logger.ts'
import { StoreUnreachableError } from './startup/open-store.ts'
import { EmbeddedPostgresError } from './store/embedded/refusal.ts'
import { NewerSchemaError } from './store/migrate.ts'
import { RolesMissingError } from './store/row-security/ensure-roles.ts'

/** After this the process ends whatever still hangs: whoever sent SIGTERM will send SIGKILL next. */
const stopMilliseconds = 9_500

export interface MainOptions {
  readonly sources: EnvSources
  /** Absolute path of the command's program, for the stdio configuration that is printed. */
  readonly program: string
}

/**
 * Runs the server until SIGTERM, SIGINT or SIGHUP (its terminal was closed), then drains and ends the process: 0 when everything was
 * finished, 1 when it could not start or not finish in time. A second SIGTERM or SIGINT ends it at once.
 */
export async function main({ sources, program }: MainOptions): Promise<never> {
  keepYoungObjectsYoung()
  const stop = new AbortController()
  // Listened to from the beginning: a signal that comes while we wait for something else is not missed.
  const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', resolve))
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(1)
    // From the signal on, for it may come before everything is started.
    endInTime()
    stop.abort()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  // A terminal that is closed sends it more than once.
  process.on('SIGHUP', () => {
    if (!stop.signal.aborted) onSignal()
  })
  const started = performance.now()
  const server = await start(sources, program)
  if (!stop.signal.aborted) {
    process.stdout.write(
      banner({
        settings: server.context.settings,
        url: server.url,
        firstKey: server.firstKey,
        startLink: server.startLink,
        localUrl: server.url === undefined ? undefined : await localAddress(server.url),
        simulatorUrl: server.context.simulator?.url,
        startedInMilliseconds: performance.now() - started,
        program,
        colour: process.stdout.isTTY && process.stdout.hasColors(),
      }),
    )
    await stopped
  }
  return finish(server)
}

async function start(sources: EnvSources, program: string): Promise<Server> {
  try {
    const settings = loadSettings(sources)
    const log = createLogger({ level: settings.config.logLevel, pretty: process.stderr.isTTY })
    return await startServer(settings, log, program)
  } catch (error) {
    if (!isExpected(error)) throw error
    process.stderr.write(`${error.message}\n\nNothing was started. What is set, and from where: switchboard doctor\n`)
    process.exit(1)
  }
}

function isExpected(error: unknown): error is Error {
  const families = [
    ...[BootError, AddressInUseError],
    ...[EmbeddedPostgresError, StoreUnreachableError, NewerSchemaError, RolesMissingError],
  ]
  return families.some((family) => error instanceof family)
}

async function finish(server: Server): Promise<never> {
  const { log } = server.context
  const started = performance.now()
  log.info({}, 'stopping: requests under way are finished, new ones are refused')
  try {
    await server[Symbol.asyncDispose]()
    log.info({ milliseconds: Math.round(performance.now() - started) }, 'stopped')
    process.exit(0)
  } catch (error) {
    log.error({ err: error }, 'stopped, but not cleanly')
    process.exit(1)
  }
}

function endInTime(): void {
  setTimeout(() => {
    process.stderr.write('Not finished in time; whatever was acknowledged is safe.\n')
    process.exit(1)
  }, stopMilliseconds)
}
