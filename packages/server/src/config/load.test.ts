import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BootError } from './boot-error.ts'
import { readEnv, readEnvFile, type Variables } from './env.ts'
import { loadSettings } from './load.ts'
import { variable, variableNames } from './variables.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'switchboard-config-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const load = (environment: Variables, file: Variables = {}) =>
  loadSettings({ environment: { SWITCHBOARD_DATA_DIR: directory, ...environment }, file })

function problemsOf(environment: Variables): string[] {
  try {
    load(environment)
  } catch (error) {
    if (error instanceof BootError) return error.problems.map((problem) => problem.variable)
    throw error
  }
  return []
}

test('nothing set is a working local configuration', () => {
  const { config, secrets } = load({})
  expect(config).toMatchObject({ host: '127.0.0.1', port: 8000, loopback: true, database: { kind: 'embedded' } })
  expect(config.retention).toEqual({ kind: 'days', days: 730 })
  expect(secrets.verifyToken).toBe('dev-verify-token')
  expect(secrets.adminApiKey).toBeUndefined()
})

test('the generated app secret is the same after a restart and readable by its owner only', () => {
  const first = load({}).secrets.appSecret
  expect(first).toMatch(/^[0-9a-f]{48}$/)
  expect(load({}).secrets.appSecret).toBe(first)
  expect(readFileSync(path.join(directory, 'app-secret'), 'utf8').trim()).toBe(first)
  expect(statSync(path.join(directory, 'app-secret')).mode & 0o777).toBe(0o600)
})

test.each([
  ['a file', '', 'ENOTDIR'],
  ['below a file', 'data', 'ENOTDIR'],
])('a data directory that is %s is refused by its name', (_, below, code) => {
  const file = path.join(directory, 'a-file')
  writeFileSync(file, '')
  const SWITCHBOARD_DATA_DIR = path.join(file, below)
  expect(problemsOf({ SWITCHBOARD_DATA_DIR })).toEqual(['SWITCHBOARD_DATA_DIR'])
  expect(() => load({ SWITCHBOARD_DATA_DIR })).toThrow(`names ${SWITCHBOARD_DATA_DIR}, which cannot be used: ${code}`)
})

test.runIf(process.platform === 'linux')('a place where nothing can be made is refused, not tried for ever', () => {
  expect(problemsOf({ SWITCHBOARD_DATA_DIR: '/proc/switchboard/data' })).toEqual(['SWITCHBOARD_DATA_DIR'])
})

test('what leads to a data directory is made, for its owner only', () => {
  const SWITCHBOARD_DATA_DIR = path.join(directory, 'a', 'b')
  load({ SWITCHBOARD_DATA_DIR })
  expect(statSync(path.dirname(SWITCHBOARD_DATA_DIR)).mode & 0o777).toBe(0o700)
  expect(statSync(SWITCHBOARD_DATA_DIR).mode & 0o777).toBe(0o700)
})

describe('names and origins', () => {
  const aliases = variableNames.flatMap((name) => (variable(name).aliases ?? []).map((alias) => ({ name, alias })))

  test.each(aliases)('$alias is an older name of $name', ({ name, alias }) => {
    const reading = readEnv({ environment: { [alias]: 'old' } })[name]
    expect(reading).toMatchObject({ value: 'old', origin: { kind: 'environment', name: alias } })
    const both = readEnv({ environment: { [alias]: 'old', [name]: 'new' } })[name]
    expect(both).toMatchObject({ value: 'new', origin: { name }, overruled: [{ name: alias, differs: true }] })
  })

  test('the canonical name in .env wins over an older name in the environment', () => {
    const env = readEnv({ environment: { WABA_ID: '1' }, file: { WHATSAPP_WABA_ID: '2' } })
    expect(env.WHATSAPP_WABA_ID).toMatchObject({ value: '2', origin: { kind: 'file' } })
  })

  test('the environment wins over .env, and an option over both', () => {
    const sources = { environment: { PORT: '1' }, file: { PORT: '2' } }
    expect(readEnv(sources).PORT.value).toBe('1')
    expect(readEnv({ ...sources, options: { PORT: '3' } }).PORT).toMatchObject({
      value: '3',
      origin: { kind: 'option' },
    })
  })

  test('an empty value counts as unset', () => {
    expect(readEnv({ environment: { PORT: '', HOST: '  ' }, file: { PORT: '9' } }).PORT.value).toBe('9')
  })

  test('.env is read with its comments and quotes', () => {
    writeFileSync(path.join(directory, '.env'), '# a comment\nPORT=9001 # the port\nADMIN_API_KEY="a b"\n')
    expect(readEnvFile(directory)).toEqual({ PORT: '9001', ADMIN_API_KEY: 'a b' })
  })
})

describe('what is wrong', () => {
  test('is told all at once, each with its variable and an example', () => {
    let message = ''
    try {
      load({ PORT: 'eighty', RETENTION_DAYS: '-1', LOG_LEVEL: 'loud', VERIFY_WEBHOOK_SIGNATURE: 'maybe' })
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain('PORT must be a whole number from 0 to 65535, not "eighty"\n    for example PORT=8000')
    expect(message).toContain('RETENTION_DAYS must')
    expect(message).toContain('LOG_LEVEL must be one of trace, debug')
    expect(message).toContain('VERIFY_WEBHOOK_SIGNATURE must be true or false')
  })

  test.each([
    ['PORT', '65536'],
    ['HOST', 'not a host'],
    ['HOST', '999.1.1.1'],
    ['PUBLIC_BASE_URL', 'switchboard.example.com'],
    ['PUBLIC_BASE_URL', 'ftp://example.com'],
    ['DATABASE_URL', 'mysql://db/x'],
    ['SWITCHBOARD_ROLES', 'api,cook'],
    ['SWITCHBOARD_ROLES', ','],
    ['WHATSAPP_PHONE_NUMBER_ID', '+49 151'],
    ['WHATSAPP_API_VERSION', '26'],
    ['DEBUG_ECHO_ALLOWLIST_E164', '15169007810,me'],
    ['OIDC_ISSUER', 'http://id.example.com'],
    ['OIDC_JOIN_ROLE', 'owner'],
    ['OIDC_ALLOWED_DOMAINS', '@example.com'],
    ['SMTP_URL', 'mail.example.com'],
    ['SMTP_FROM', 'Switchboard <desk>'],
  ])('%s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toContain(name)
  })

  test('no secret is repeated in an error', () => {
    expect(() => load({ DATABASE_URL: 'mysql://me:hunter2@db/x' })).toThrow(/^(?!.*hunter2)/s)
    expect(() => load({ SMTP_URL: 'http://me:hunter2@mail' })).toThrow(/^(?!.*hunter2)/s)
  })

  test('whoever would let people join by a provider says of which domains, and brings them back to an address that is known', () => {
    const provider = { OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'switchboard' }
    expect(load({ ...provider, OIDC_ALLOWED_DOMAINS: 'Example.com' }).config.singleSignOn).toMatchObject({
      domains: ['example.com'],
      joinRole: undefined,
    })
    expect(problemsOf({ OIDC_ISSUER: provider.OIDC_ISSUER })).toEqual(['OIDC_CLIENT_ID'])
    expect(problemsOf({ ...provider, OIDC_JOIN_ROLE: 'agent' })).toEqual(['OIDC_ALLOWED_DOMAINS'])
    const tls = { SWITCHBOARD_TLS_CERT: '/cert.pem', SWITCHBOARD_TLS_KEY: '/key.pem' }
    expect(problemsOf({ ...provider, ...tls })).toEqual(['PUBLIC_BASE_URL'])
  })

  test('mail needs an address that it is from, and where others reach us one that its links lead to', () => {
    const mail = { SMTP_URL: 'smtps://me:hunter2@mail.example.com', SMTP_FROM: 'desk@example.com' }
    expect(load(mail).config.mail).toEqual({ from: 'desk@example.com' })
    expect(problemsOf({ SMTP_URL: mail.SMTP_URL })).toEqual(['SMTP_FROM'])
    const tls = { SWITCHBOARD_TLS_CERT: '/cert.pem', SWITCHBOARD_TLS_KEY: '/key.pem' }
    expect(problemsOf({ ...mail, ...tls })).toEqual(['PUBLIC_BASE_URL'])
  })
})

describe('another address than loopback', () => {
  const safe = { HOST: '0.0.0.0', WHATSAPP_VERIFY_TOKEN: 'a3f', WHATSAPP_APP_SECRET: 'b4e', ADMIN_API_KEY: 'c5d' }

  test('is taken with secrets of its own', () => {
    expect(problemsOf(safe)).toEqual([])
    expect(problemsOf({ ...safe, ADMIN_API_KEY: undefined })).toEqual([])
  })

  test.each([
    ['WHATSAPP_VERIFY_TOKEN', undefined],
    ['WHATSAPP_VERIFY_TOKEN', 'dev-verify-token'],
    ['ADMIN_API_KEY', 'admin123'],
    ['WHATSAPP_APP_SECRET', ''],
    ['VERIFY_WEBHOOK_SIGNATURE', 'false'],
    ['DEBUG_ECHO_MODE', 'true'],
  ])('is refused with %s=%s', (name, value) => {
    expect(problemsOf({ ...safe, [name]: value })).toEqual([name])
  })

  test.each(['127.0.0.1', '127.3.2.1', '::1', '[::1]', 'localhost'])('%s is loopback', (host) => {
    expect(load({ HOST: host, ADMIN_API_KEY: 'admin123', VERIFY_WEBHOOK_SIGNATURE: 'false' }).config.loopback).toBe(
      true,
    )
  })

  test.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com'])('%s is not', (host) => {
    expect(problemsOf({ HOST: host })).toEqual(['WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_APP_SECRET'])
  })
})

test.each([
  ['postgresql+asyncpg://u:p@db:5432/x', 'postgresql://u:p@db:5432/x', 'db:5432'],
  ['postgres://u@/x?host=%2Frun%2Fpg', 'postgres://u@/x?host=%2Frun%2Fpg', '/run/pg'],
])('DATABASE_URL=%s is understood', (given, plain, host) => {
  const { config, secrets } = load({ DATABASE_URL: given })
  expect(secrets.databaseUrl).toBe(plain)
  expect(config.database).toEqual({ kind: 'server', host })
})

describe('the store for files', () => {
  const keys = { MINIO_ACCESS_KEY: 'a', MINIO_SECRET_KEY: 'b' }

  test('is the data directory, or S3 where an endpoint is named, by http unless it says otherwise', () => {
    expect(load({}).config.media).toEqual({ maxBytes: 104_857_600, store: { kind: 'disk' } })
    expect(
      load({ ...keys, MINIO_ENDPOINT: 'minio:9000', MINIO_BUCKET_DOCUMENTS: 'papers' }).config.media.store,
    ).toEqual({
      kind: 's3',
      endpoint: 'http://minio:9000',
      bucket: 'papers',
    })
    expect(load({ ...keys, MINIO_ENDPOINT: 'https://s3.example.com' }).config.media.store).toMatchObject({
      endpoint: 'https://s3.example.com',
      bucket: 'whatsapp-media',
    })
  })

  test('needs its keys, a bucket that can be, and an address', () => {
    expect(problemsOf({ MINIO_ENDPOINT: 'minio:9000' })).toEqual(['MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'])
    expect(problemsOf({ ...keys, MINIO_ENDPOINT: 'http://minio/path', MINIO_BUCKET: 'No' })).toEqual([
      'MINIO_ENDPOINT',
      'MINIO_BUCKET',
    ])
  })
})

test('private addresses that may be fetched from are ranges, and nothing else', () => {
  expect(load({ SWITCHBOARD_FETCH_ALLOWED: '10.0.0.0/8, fd00::1' }).config.fetchAllowed).toEqual([
    '10.0.0.0/8',
    'fd00::1',
  ])
  for (const wrong of ['localhost', '10.0.0.0/33', '10.0.0', '::1/129'])
    expect(problemsOf({ SWITCHBOARD_FETCH_ALLOWED: wrong })).toEqual(['SWITCHBOARD_FETCH_ALLOWED'])
})
