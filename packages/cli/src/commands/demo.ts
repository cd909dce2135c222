import type { Command } from 'commander'
import { sendWebhook } from '../demo/send-webhook.ts'
import { showSearch } from '../demo/show-search.ts'
import { waitUntilProjected } from '../demo/wait-until-projected.ts'
import { print, progress, progressDone, style, timeOfDay } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'

/** `switchboard demo`: a morning of customer traffic as signed webhooks, then what came of it. */
export function registerDemo(program: Command): void {
  withDataDirectory(
    program.command('demo').description('send a morning of customer traffic to the running server, then ask for it'),
  ).action(playMorning)
}

async function playMorning(flags: SettingsFlags): Promise<void> {
  const { url, appSecret, key } = await findTarget(flags)
  const { sampleMorning } = await import('@switchboard/server')
  const morning = sampleMorning({
    now: Date.now(),
    phoneNumberId: '15550100100001',
    businessAccountId: '15550100100002',
  })
  print(`${style('bold', 'A morning')}  ${morning.length} webhooks to ${url}/webhooks/whatsapp`)
  const shown = new Set(pick(morning.length))
  for (const [index, { at, note, body }] of morning.entries()) {
    progress(`${index + 1}/${morning.length}`)
    await sendWebhook(url, appSecret, body)
    if (!shown.has(index)) continue
    progressDone()
    print(`  ${timeOfDay(at)}   ${note}`)
  }
  progressDone()
  print(style('dim', `  … ${morning.length - shown.size} more; all signed, all answered 200`))
  await waitUntilProjected(url)
  print()
  const hits = await showSearch(url, key, 'delivery')
  print()
  const { showToolCall } = await import('../demo/show-tool-call.ts')
  const conversations = await showToolCall(url, key)
  print()
  if (hits === 0 || conversations === 0) throw new CommandError('The morning was stored but is not found again: a bug.')
  print(`Next: read it in ${url}/docs, or ask your assistant what needs an answer.`)
}

/** A few, spread over the morning. */
function pick(count: number): number[] {
  const lines = 8
  return Array.from({ length: lines }, (_, at) => Math.floor((at * count) / lines))
}

async function findTarget(flags: SettingsFlags): Promise<{ url: string; appSecret: string; key: string }> {
  const { findRunningServer, firstKeyFile, loadSettings, readSecretFile } = await import('@switchboard/server')
  const { config, secrets } = loadSettings(await sourcesFor(flags))
  const running = findRunningServer(config.dataDirectory)
  if (!running)
    throw new CommandError(`No server runs on ${config.dataDirectory}. Start one in another terminal: make start`)
  const key = readSecretFile(config.dataDirectory, firstKeyFile)
  if (key === undefined)
    throw new CommandError(`The first key is missing in ${config.dataDirectory}. Start the server again: make start`)
  return { url: running.url, appSecret: secrets.appSecret, key }
}
