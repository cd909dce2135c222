import path from 'node:path'
import type { BootProblem } from './boot-error.ts'
import { encryptionKey } from './encryption-key.ts'
import type { Env } from './env.ts'
import { encryptionKeys } from './keyring.ts'
import * as read from './read-value.ts'
import { readSingleSignOn, type SingleSignOnConfig } from './single-sign-on.ts'
import type { VariableName } from './variables.ts'

export const roles = ['api', 'project', 'dispatch', 'jobs'] as const
/** What one process does: take requests, project the inbox, send the outbox, run scheduled jobs. */
export type Role = (typeof roles)[number]

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export interface TlsConfig {
  readonly certificateFile: string
  readonly keyFile: string
  /** Webhooks of Meta are taken only from who shows a certificate of this CA, of this name. */
  readonly webhookClient: { readonly caFile: string; readonly name: string } | undefined
}

/** Step two of three: validated values without a secret among them, so that the whole can be logged. */
export interface Config {
  readonly host: string
  /** The address is reachable from this machine only. */
  readonly loopback: boolean
  readonly port: number
  readonly publicBaseUrl: string | undefined
  /** A link that signs in may be printed: whoever reads it has this machine's data anyway, and it works on this machine only. */
  readonly startLink: boolean
  /** Passwords that nobody may take, one a line. */
  readonly knownPasswordsFile: string | undefined
  /** Links are mailed, from this address; undefined: they are shown. Through which server is a secret (secrets.ts). */
  readonly mail: { readonly from: string } | undefined
  /** The identity provider by which people sign in; its client's secret is elsewhere (secrets.ts). */
  readonly singleSignOn: SingleSignOnConfig | undefined
  /** Addresses and ranges whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
  /** Requests a minute; null: no limit. */
  readonly rateLimits: { readonly perCredential: number | null; readonly perAddress: number | null }
  /** Paths; the server answers https itself. */
  readonly tls: TlsConfig | undefined
  readonly dataDirectory: string
  readonly roles: ReadonlySet<Role>
  readonly database: { readonly kind: 'embedded' } | { readonly kind: 'server'; readonly host: string }
  readonly retention: { readonly kind: 'forever' } | { readonly kind: 'days'; readonly days: number }
  readonly auditRetention: Config['retention']
  readonly logLevel: (typeof logLevels)[number]
  readonly whatsapp: {
    readonly verifySignature: boolean
    readonly phoneNumberId: string | undefined
    readonly businessAccountId: string | undefined
    readonly apiVersion: string
    readonly baseUrl: string
  }
  readonly twilio: { readonly baseUrl: string }
  /** A simulated number stands in for Meta, in this process and on loopback. */
  readonly simulator: boolean
  readonly mcp: { readonly readOnly: boolean; readonly approveInClient: boolean }
  readonly echo:
    | { readonly kind: 'off' }
    | {
        readonly kind: 'on'
        readonly allowed: readonly string[]
        readonly perPersonSeconds: number
        readonly groups: boolean
      }
  readonly costRatesFile: string | undefined
  readonly maxDocumentBytes: number
  readonly media: {
    readonly maxBytes: number
    readonly store:
      | { readonly kind: 'disk' }
      | { readonly kind: 's3'; readonly endpoint: string; readonly bucket: string }
  }
  /** Private addresses that links in requests may lead to, as ranges. */
  readonly fetchAllowed: readonly string[]
}

/** Reads everything before it complains: all problems come back together. */
export function parseConfig(env: Env): { readonly config: Config; readonly problems: readonly BootProblem[] } {
  const problems: BootProblem[] = []
  const take = <Value>(name: VariableName, reader: read.Reader<Value>, instead: Value): Value => {
    const text = env[name].value
    if (text === undefined) return instead
    const result = reader(text)
    if ('value' in result) return result.value
    problems.push({ variable: name, wrong: result.wrong })
    return instead
  }
  const host = take('HOST', read.host, '127.0.0.1')
  const days = take('RETENTION_DAYS', read.wholeNumber(0, 36_500), 730)
  const auditDays = take('AUDIT_RETENTION_DAYS', read.wholeNumber(0, 36_500), 2_555)
  const databaseHost = take<string | undefined>('DATABASE_URL', read.databaseHost, undefined)
  const loopback = isLoopback(host)
  // Judged here with the rest; its value is a secret (secrets.ts).
  take<Buffer | undefined>('SWITCHBOARD_KEY', encryptionKey, undefined)
  take<Buffer[] | undefined>('SWITCHBOARD_KEY_PREVIOUS', encryptionKeys, undefined)
  const playedRoles = new Set(take('SWITCHBOARD_ROLES', read.listOf(roles), [...roles]))
  const tls = readTls(env, problems)
  const config: Config = {
    host,
    loopback,
    port: take('PORT', read.wholeNumber(0, 65_535), 8000),
    publicBaseUrl: take<string | undefined>('PUBLIC_BASE_URL', read.webAddress, undefined),
    startLink: take('SWITCHBOARD_START_LINK', read.yesOrNo, true) && loopback && databaseHost === undefined && !tls,
    knownPasswordsFile: env.SWITCHBOARD_KNOWN_PASSWORDS.value,
    singleSignOn: readSingleSignOn(env, problems, loopback && !tls),
    mail: readMail(take, env, problems, loopback && !tls),
    trustedProxies: take('SWITCHBOARD_TRUSTED_PROXIES', read.addressRanges, []),
    rateLimits: {
      perCredential: take('SWITCHBOARD_RATE_LIMIT', read.wholeNumber(0, 10_000_000), 6_000) || null,
      perAddress: take('SWITCHBOARD_RATE_LIMIT_ADDRESS', read.wholeNumber(0, 10_000_000), 12_000) || null,
    },
    tls,
    dataDirectory: path.resolve(env.SWITCHBOARD_DATA_DIR.value ?? '.data'),
    roles: playedRoles,
    database: databaseHost === undefined ? { kind: 'embedded' } : { kind: 'server', host: databaseHost },
    retention: days === 0 ? { kind: 'forever' } : { kind: 'days', days },
    auditRetention: auditDays === 0 ? { kind: 'forever' } : { kind: 'days', days: auditDays },
    logLevel: take('LOG_LEVEL', read.oneOf(logLevels), 'info'),
    whatsapp: {
      verifySignature: take('VERIFY_WEBHOOK_SIGNATURE', read.yesOrNo, true),
      phoneNumberId: take<string | undefined>('WHATSAPP_PHONE_NUMBER_ID', read.digits, undefined),
      businessAccountId: take<string | undefined>('WHATSAPP_WABA_ID', read.digits, undefined),
      apiVersion: take('WHATSAPP_API_VERSION', read.apiVersion, 'v26.0'),
      baseUrl: take('WHATSAPP_BASE_URL', read.webAddress, 'https://graph.facebook.com'),
    },
    twilio: { baseUrl: take('TWILIO_BASE_URL', read.webAddress, 'https://api.twilio.com') },
    simulator:
      take('SWITCHBOARD_SIMULATOR', read.oneOf(['auto', 'off']), 'auto') === 'auto' &&
      // In front of nothing that others use: a server for real numbers gets no simulated one.
      loopback &&
      databaseHost === undefined &&
      playedRoles.has('api') &&
      playedRoles.has('dispatch') &&
      env.WHATSAPP_ACCESS_TOKEN.value === undefined &&
      env.WHATSAPP_BASE_URL.origin.kind === 'default',
    mcp: {
      readOnly: take('MCP_READ_ONLY', read.yesOrNo, false),
      approveInClient: take('MCP_APPROVE_IN_CLIENT', read.yesOrNo, true),
    },
    echo: readEcho(take),
    costRatesFile: env.COST_RATES_FILE.value,
    maxDocumentBytes: take('MAX_DOCUMENT_BYTES', read.wholeNumber(1, 1_073_741_824), 10_485_760),
    media: {
      maxBytes: take('MAX_MEDIA_BYTES', read.wholeNumber(1, 10_737_418_240), 104_857_600),
      store: readStore(take, env, problems),
    },
    fetchAllowed: take('SWITCHBOARD_FETCH_ALLOWED', read.addressRanges, []),
  }
  return { config, problems }
}

type Take = <Value>(name: VariableName, reader: read.Reader<Value>, instead: Value) => Value

function readEcho(take: Take): Config['echo'] {
  const allowed = take('DEBUG_ECHO_ALLOWLIST_E164', read.phoneNumbers, [])
  const perPersonSeconds = take('DEBUG_ECHO_RATE_LIMIT_SECONDS', read.wholeNumber(0, 86_400), 60)
  const groups = take('DEBUG_ECHO_GROUP_FALLBACK', read.yesOrNo, false)
  const on = take('DEBUG_ECHO_MODE', read.yesOrNo, false)
  return on ? { kind: 'on', allowed, perPersonSeconds, groups } : { kind: 'off' }
}

/** Mail holds links to here, which nobody's request may name: so the address is configured, but where only this machine reaches us. */
function readMail(take: Take, env: Env, problems: BootProblem[], onlyHere: boolean): Config['mail'] {
  const server = take<string | undefined>('SMTP_URL', read.mailServer, undefined)
  const from = take<string | undefined>('SMTP_FROM', read.mailSender, undefined)
  if (env.SMTP_URL.value === undefined) return undefined
  if (env.SMTP_FROM.value === undefined)
    problems.push({ variable: 'SMTP_FROM', wrong: 'is needed because SMTP_URL is set' })
  if (env.PUBLIC_BASE_URL.value === undefined && !onlyHere)
    problems.push({ variable: 'PUBLIC_BASE_URL', wrong: 'is needed because SMTP_URL is set: mails hold links to it' })
  return server === undefined || from === undefined ? undefined : { from }
}

/** Keys without an endpoint are left-overs and harmless; an endpoint without keys would fail at the first file. */
function readStore(take: Take, env: Env, problems: BootProblem[]): Config['media']['store'] {
  const endpoint = take<string | undefined>('MINIO_ENDPOINT', read.storeAddress, undefined)
  const bucket = take('MINIO_BUCKET', read.bucketName, 'whatsapp-media')
  if (endpoint === undefined) return { kind: 'disk' }
  for (const variable of ['MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'] as const) {
    if (env[variable].value === undefined) problems.push({ variable, wrong: 'is needed because MINIO_ENDPOINT is set' })
  }
  return { kind: 's3', endpoint, bucket }
}

/** One without the other would leave the server in plain HTTP, or fail at the first handshake. */
function readTls(env: Env, problems: BootProblem[]): TlsConfig | undefined {
  const certificateFile = env.SWITCHBOARD_TLS_CERT.value
  const keyFile = env.SWITCHBOARD_TLS_KEY.value
  const caFile = env.WHATSAPP_WEBHOOK_CLIENT_CA.value
  const needs = (variable: VariableName, because: VariableName) =>
    problems.push({ variable, wrong: `is needed because ${because} is set` })
  if (certificateFile !== undefined && keyFile === undefined) needs('SWITCHBOARD_TLS_KEY', 'SWITCHBOARD_TLS_CERT')
  if (keyFile !== undefined && certificateFile === undefined) needs('SWITCHBOARD_TLS_CERT', 'SWITCHBOARD_TLS_KEY')
  if (caFile !== undefined && certificateFile === undefined && keyFile === undefined)
    needs('SWITCHBOARD_TLS_CERT', 'WHATSAPP_WEBHOOK_CLIENT_CA')
  if (certificateFile === undefined || keyFile === undefined) return undefined
  const name = env.WHATSAPP_WEBHOOK_CLIENT_NAME.value ?? ''
  return { certificateFile, keyFile, webhookClient: caFile === undefined ? undefined : { caFile, name } }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
