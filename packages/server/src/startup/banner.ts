import path from 'node:path'
import { styleText } from 'node:util'
import type { Settings } from '../config/load.ts'
import type { StartLink } from '../people/first-owner.ts'
import { firstKeyFile } from './first-key.ts'
import { version } from './version.ts'

export interface BannerFacts {
  readonly settings: Settings
  readonly url: string | undefined
  readonly firstKey: string
  /** By which somebody comes in; nothing where people only sign in. */
  readonly startLink: StartLink | undefined
  /** How a browser on this machine opens the server. */
  readonly localUrl: string | undefined
  /** Where the simulated number is, while nothing else is configured to send with. */
  readonly simulatorUrl: string | undefined
  readonly startedInMilliseconds: number
  /** Absolute path of the command's program, for the stdio configuration. */
  readonly program: string
  readonly colour: boolean
}

/** What a person needs after the start, in a few aligned lines. */
export function banner(facts: BannerFacts): string {
  const { settings, url, startedInMilliseconds } = facts
  const bold = (text: string) => (facts.colour ? styleText('bold', text, { validateStream: false }) : text)
  const dim = (text: string) => (facts.colour ? styleText('dim', text, { validateStream: false }) : text)
  const seconds = (startedInMilliseconds / 1_000).toFixed(1)
  const title = `${bold(`Switchboard ${version} is ready`)} ${dim(`(${seconds} s)`)}`
  if (url === undefined) return `${title}\n\n  Roles      ${[...settings.config.roles].join(', ')}, no HTTP here\n`
  const reach = settings.config.publicBaseUrl ?? url
  const { key, keyNote } = shownKey(facts)
  const line = (name: string, value: string, note = '') =>
    `  ${bold(name.padEnd(15))} ${value}${note ? `\n  ${' '.repeat(15)} ${dim(note)}` : ''}`
  return [
    title,
    '',
    line('Webhook', `${reach}/webhooks/whatsapp`, webhookNote(settings)),
    ...(facts.simulatorUrl === undefined ? [] : [line('Simulator', `${facts.simulatorUrl}/simulator`, simulatorNote)]),
    line('MCP', `${reach}/mcp`),
    line('API docs', `${reach}/docs`),
    line('Key', key, keyNote),
    line('People', `${reach}/sign-in`),
    '',
    line(
      'Claude Code',
      `claude mcp add --transport http switchboard ${reach}/mcp --header "Authorization: Bearer ${key}"`,
    ),
    line('Claude Desktop', stdioConfiguration(facts)),
    line('Cursor', httpConfiguration(`${reach}/mcp`, key)),
    '',
    line(
      'Try next',
      `${elsewhere(settings)}make demo`,
      'in a second terminal: a morning of customer traffic, then a search and a tool call',
    ),
    ...wayIn(facts, reach).map(([value, note]) => line('Open', bold(value), note)),
    '',
  ].join('\n')
}

/** A second terminal reads the same `.env`, but not what this one was started with. */
function elsewhere({ env, config }: Settings): string {
  const { kind } = env.SWITCHBOARD_DATA_DIR.origin
  if (kind !== 'environment' && kind !== 'option') return ''
  return `SWITCHBOARD_DATA_DIR='${config.dataDirectory.replaceAll("'", "'\\''")}' `
}

/** Last, because it is what most want after a start. */
function wayIn({ startLink, localUrl }: BannerFacts, reach: string): [string, string][] {
  if (startLink === undefined) return []
  return startLink.purpose === 'sign-in'
    ? [[`${localUrl}${startLink.path}`, 'the console, signed in: once, within an hour; another: switchboard open']]
    : [[`${reach}${startLink.path}`, 'makes you the owner: your e-mail and a password; works once, for a day']]
}

const simulatorNote =
  "stands in for Meta and the customers' phones until WHATSAPP_ACCESS_TOKEN is set (docs/simulator.md)"

/** On loopback the key is for this machine's owner, who sees the output; elsewhere output ends up in journals. */
function shownKey({ settings, firstKey }: BannerFacts): { key: string; keyNote: string } {
  const file = path.join(settings.config.dataDirectory, firstKeyFile)
  return settings.config.loopback
    ? {
        key: firstKey,
        keyNote: `reads; what it sends waits for: switchboard approvals; kept in ${file}; more with: switchboard key create`,
      }
    : { key: `${firstKey.slice(0, 14)}…`, keyNote: `the whole key is in ${file}` }
}

function webhookNote({ config, secrets, env }: Settings): string {
  const token =
    env.WHATSAPP_VERIFY_TOKEN.origin.kind === 'default' ? secrets.verifyToken : 'the one in WHATSAPP_VERIFY_TOKEN'
  if (!config.whatsapp.verifySignature) return `verify token: ${token}; signatures are NOT checked`
  const secret =
    secrets.appSecretOrigin.kind === 'generated'
      ? `${path.join(config.dataDirectory, 'app-secret')} (set WHATSAPP_APP_SECRET for Meta's)`
      : 'WHATSAPP_APP_SECRET'
  return `verify token: ${token}; signed with: ${secret}`
}

function stdioConfiguration({ settings, program }: BannerFacts): string {
  const server = {
    command: process.execPath,
    args: [program, 'mcp'],
    env: { SWITCHBOARD_DATA_DIR: settings.config.dataDirectory },
  }
  return JSON.stringify({ mcpServers: { switchboard: server } })
}

function httpConfiguration(url: string, key: string): string {
  return JSON.stringify({ mcpServers: { switchboard: { url, headers: { Authorization: `Bearer ${key}` } } } })
}
