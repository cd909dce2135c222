import { once } from 'node:events'
import type { Command } from 'commander'
import { print, style, table } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'

interface SimulateFlags extends SettingsFlags {
  readonly port: string
  readonly webhook?: string
  readonly token?: string
  readonly rate?: string
  readonly speed: string
  readonly seed?: string
  readonly anyTime?: boolean
}

/** `switchboard simulate`: Meta's Graph API and the customers' phones by themselves, until SIGTERM or SIGINT. */
export function registerSimulate(program: Command): void {
  withDataDirectory(
    program
      .command('simulate')
      .description("stand in for Meta's Graph API and the customers' phones, on this machine only")
      .option('--port <number>', 'where it listens; 0 takes a free one', '8100')
      .option('--webhook <url>', 'where webhooks go (default: the running server of the data directory)')
      .option('--token <token>', 'the access token that it takes (default: simulator)')
      .option('--rate <number>', 'messages a second that the number may send (default: 80)')
      .option('--speed <factor>', 'how much faster than in life delays pass', '1')
      .option('--seed <text>', 'the same seed gives the same ids and chances')
      .option('--any-time', 'take free-form messages outside of the 24 hours too'),
  ).action(simulate)
}

async function simulate(flags: SimulateFlags): Promise<void> {
  const { findRunningServer, loadSettings } = await import('@switchboard/server')
  const { localAccessToken, startLocalSimulator } = await import('@switchboard/server/simulator')
  const { config, secrets } = loadSettings(await sourcesFor(flags))
  const running = findRunningServer(config.dataDirectory)
  const webhookUrl = flags.webhook ?? (running && `${running.url}/webhooks/whatsapp`)
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl))
    throw new CommandError(`--webhook ${webhookUrl} is not an address like http://127.0.0.1:8000/webhooks/whatsapp`)
  const { phoneNumberId, businessAccountId } = config.whatsapp
  const accessToken = flags.token ?? localAccessToken
  await using simulator = await startLocalSimulator({
    appSecret: secrets.appSecret,
    accessToken,
    webhookUrl,
    phoneNumberId,
    businessAccountId,
    port: wholeNumber('--port', flags.port, 65_535),
    speed: Math.max(1, wholeNumber('--speed', flags.speed, 1_000_000)),
    serviceWindow: flags.anyTime !== true,
    ...(flags.rate !== undefined && { messagesPerSecond: wholeNumber('--rate', flags.rate, 100_000) }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
  })
  const number = simulator.numbers[0]
  print(`${style('bold', 'Simulator')}  Meta's Graph API and the customers' phones; nothing leaves this machine\n`)
  print(
    table([
      ['WHATSAPP_BASE_URL', simulator.url],
      ['WHATSAPP_ACCESS_TOKEN', accessToken],
      ['WHATSAPP_PHONE_NUMBER_ID', number?.id ?? ''],
      ['WHATSAPP_WABA_ID', number?.businessAccountId ?? ''],
      ['Webhooks go to', webhookUrl ?? 'nowhere: no server runs on this data directory, and --webhook is not given'],
      ['Phones', `${simulator.url}/simulator/customers`],
      ['Who fails how', `${simulator.url}/simulator/magic-recipients`],
    ]),
  )
  print('\nNext: start a server with these four set, or let a customer write (docs/simulator.md). Ctrl-C ends it.')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0 && number <= most) return number
  throw new CommandError(`${option} ${text} is not a whole number from 0 to ${most}`)
}
