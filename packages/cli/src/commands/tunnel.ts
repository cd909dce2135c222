import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings, TunnelOpening } from '@switchboard/server'
import { type Command, Option } from 'commander'
import { print, style } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'
import { requireCloudflared, startCloudflared } from '../tunnel/cloudflared.ts'
import { followFile } from '../tunnel/follow-file.ts'
import { serveForTunnel } from '../tunnel/serve-for-tunnel.ts'

interface StartFlags extends SettingsFlags {
  readonly open: TunnelOpening
}

interface DownFlags extends SettingsFlags {
  readonly all?: true
}

/** `switchboard tunnel [start|url|logs|down]`: a public address for the server on this machine, by Cloudflare. */
export function registerTunnel(program: Command): void {
  const tunnel = program
    .command('tunnel')
    .description('give the server on this machine a public address (needs cloudflared)')
  withDataDirectory(
    tunnel
      .command('start', { isDefault: true })
      .description('open a tunnel, and start the server where none runs')
      .addOption(
        new Option('--open <what>', 'what is reached through it: webhooks and links to files, or everything')
          .choices(['webhooks', 'everything'])
          .default('webhooks'),
      ),
  ).action(start)
  withDataDirectory(tunnel.command('url').description('print the public address')).action(
    async (flags: SettingsFlags) => {
      print((await openTunnel(flags)).url)
    },
  )
  withDataDirectory(tunnel.command('logs').description("follow what the tunnel's program says")).action(logs)
  withDataDirectory(
    tunnel.command('down').description('close the tunnel').option('--all', 'and stop the server too'),
  ).action(down)
}

async function settingsOf(flags: SettingsFlags): Promise<Settings> {
  const { loadSettings } = await import('@switchboard/server')
  return loadSettings(await sourcesFor(flags))
}

/** @throws {CommandError} where there is none */
async function openTunnel(flags: SettingsFlags) {
  const { findTunnel } = await import('@switchboard/server')
  const found = findTunnel((await settingsOf(flags)).config.dataDirectory)
  if (found) return found
  throw new CommandError('No tunnel is open. Start one with: switchboard tunnel')
}

async function start(flags: StartFlags): Promise<void> {
  const { announceTunnel, findTunnel, tunnelLog } = await import('@switchboard/server')
  requireCloudflared()
  const settings = await settingsOf(flags)
  const { dataDirectory } = settings.config
  const before = findTunnel(dataDirectory)
  if (before) throw new CommandError(`A tunnel is open: ${before.url}. Close it first: switchboard tunnel down`)
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  const stopped = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve())
  await using server = await serveForTunnel(settings, flags.open, path.join(import.meta.dirname, '..', 'bin.ts'))
  await using tunnel = await startCloudflared(server.url, path.join(dataDirectory, tunnelLog))
  const { url } = tunnel
  using _announced = announceTunnel(dataDirectory, {
    pid: process.pid,
    url,
    opens: flags.open,
    startedAt: new Date().toISOString(),
  })
  print()
  print(`  ${style('bold', 'Public address')}  ${url}`)
  print(`  ${style('bold', 'Callback URL')}    ${url}/webhooks/whatsapp`)
  print(`  ${style('bold', 'Twilio')}          ${url}/webhooks/twilio`)
  print()
  print(
    flags.open === 'everything'
      ? style('yellow', '  Everything is reached through it: the console, REST, MCP. Close it when you are done.')
      : '  Webhooks and links to files are reached through it, nothing else. The address changes with every start.',
  )
  print('  Ctrl+C closes it.')
  const why = await Promise.race([
    stopped.promise.then(() => undefined),
    tunnel.ended.then(() => 'cloudflared has ended; see: switchboard tunnel logs'),
    server.ended.then(() => 'The server has ended, and the tunnel with it.'),
  ])
  if (why !== undefined) throw new CommandError(why)
}

async function logs(flags: SettingsFlags): Promise<void> {
  const { tunnelLog } = await import('@switchboard/server')
  const file = path.join((await settingsOf(flags)).config.dataDirectory, tunnelLog)
  if (!existsSync(file)) throw new CommandError('No tunnel was started here. Start one with: switchboard tunnel')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  await followFile(file, stop.signal)
}

const patienceMilliseconds = 10_000

async function down(flags: DownFlags): Promise<void> {
  const { findRunningServer, findTunnel } = await import('@switchboard/server')
  const { dataDirectory } = (await settingsOf(flags)).config
  const tunnel = findTunnel(dataDirectory)
  if (tunnel) await end(tunnel.pid, () => findTunnel(dataDirectory)?.pid === tunnel.pid)
  print(tunnel ? `Closed ${tunnel.url}` : 'No tunnel is open.')
  if (!flags.all) return
  const server = findRunningServer(dataDirectory)
  if (server) await end(server.pid, () => findRunningServer(dataDirectory)?.pid === server.pid)
  print(server ? `Stopped the server (process ${server.pid})` : 'No server runs here.')
}

async function end(pid: number, isThere: () => boolean): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return
    throw new CommandError(`Process ${pid} could not be stopped: ${error instanceof Error ? error.message : error}`)
  }
  const deadline = Date.now() + patienceMilliseconds
  while (isThere()) {
    if (Date.now() > deadline) throw new CommandError(`Process ${pid} did not end within 10 s.`)
    await sleep(50)
  }
}
