import { execFile } from 'node:child_process'
import { hkdfSync } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BootError } from './boot-error.ts'
import { encryptionKey, keptEncryptionKeys, replaceKeptKeys } from './encryption-key.ts'
import { loadSettings } from './load.ts'

const run = promisify(execFile)
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'switchboard-key-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const load = (environment: Record<string, string>) =>
  loadSettings({ environment: { SWITCHBOARD_DATA_DIR: directory, ...environment } })
const sealingKeys = (environment: Record<string, string>) =>
  load(environment).secrets.keyring.keysFor('account secrets')()
const derived = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'switchboard account secrets', 32))
const bytes = Buffer.alloc(32, 7)
const [one, two, three] = [1, 2, 3].map((fill) => Buffer.alloc(32, fill)) as [Buffer, Buffer, Buffer] // as many as mapped

test.each([
  ['hex', bytes.toString('hex')],
  ['hex in capitals', bytes.toString('hex').toUpperCase()],
  ['base64', bytes.toString('base64')],
  ['base64 without padding', bytes.toString('base64').replace('=', '')],
  ['base64url', bytes.toString('base64url')],
])('SWITCHBOARD_KEY is read as %s', (_, text) => {
  expect(sealingKeys({ SWITCHBOARD_KEY: text })).toEqual([derived(bytes)])
  expect(readdirSync(directory)).not.toContain('encryption-key')
})

test.each([
  ['31 bytes', Buffer.alloc(31, 7).toString('hex')],
  ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
  ['16 bytes', Buffer.alloc(16, 7).toString('base64')],
  ['a password', 'correct horse battery staple'],
])('a key of another length is refused at start and not repeated: %s', (_, text) => {
  expect(() => load({ SWITCHBOARD_KEY: text })).toThrow(
    /SWITCHBOARD_KEY must be 32 bytes, as 64 hex digits or as 44 characters of base64; it has \d+\n +for example .*openssl/,
  )
  expect(() => load({ SWITCHBOARD_KEY: text })).toThrow(expect.not.stringContaining(text))
})

test('without it a key is made once, for its owner only', () => {
  const first = sealingKeys({})
  expect(first).toHaveLength(1)
  expect(sealingKeys({})).toEqual(first)
  const file = path.join(directory, 'encryption-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const read = encryptionKey(readFileSync(file, 'utf8').trim())
  expect('value' in read && derived(read.value)).toEqual(first[0])
})

test('a key file that others can read is refused, with what to do', () => {
  keptEncryptionKeys(directory)
  const file = path.join(directory, 'encryption-key')
  for (const mode of [0o640, 0o604, 0o660]) {
    chmodSync(file, mode)
    expect(() => load({})).toThrow(BootError)
    expect(() => load({})).toThrow(
      `can be read by others (mode ${mode.toString(8)}). Make it private: chmod 600 ${file}`,
    )
  }
})

test('a damaged key file is refused and kept: a new key would not open what the old one sealed', () => {
  const file = path.join(directory, 'encryption-key')
  for (const content of ['', 'half a k']) {
    writeFileSync(file, content, { mode: 0o600 })
    expect(() => load({})).toThrow('does not hold a key')
    expect(readFileSync(file, 'utf8')).toBe(content)
  }
})

test('processes that start at once have the same key, and leave nothing else behind', async () => {
  const child = path.join(import.meta.dirname, 'encryption-key.child.ts')
  const startAt = String(Date.now() + 1_500)
  const outputs = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [child, directory, startAt])))
  const keys = new Set(outputs.map(({ stdout }) => stdout))
  expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  expect(readdirSync(directory)).toEqual(['encryption-key'])
})

test('SWITCHBOARD_KEY_PREVIOUS and the file only open what they sealed', () => {
  replaceKeptKeys(directory, [three])
  const environment = { SWITCHBOARD_KEY: one.toString('hex'), SWITCHBOARD_KEY_PREVIOUS: two.toString('base64') }
  expect(sealingKeys(environment)).toEqual([one, two, three].map(derived))
  expect(sealingKeys({ SWITCHBOARD_KEY_PREVIOUS: `${two.toString('hex')}, ${one.toString('hex')}` })).toEqual(
    [three, two, one].map(derived),
  )
  expect(() => load({ ...environment, SWITCHBOARD_KEY_PREVIOUS: 'half a key' })).toThrow(
    'SWITCHBOARD_KEY_PREVIOUS must be 32 bytes',
  )
})

test('a server that runs takes over what is put into the file, and keeps what it has where the file is damaged', () => {
  replaceKeptKeys(directory, [one])
  const keys = load({}).secrets.keyring.keysFor('account secrets')
  expect(keys()).toBe(keys())
  replaceKeptKeys(directory, [two, one])
  expect(keys()).toEqual([two, one].map(derived))
  const file = path.join(directory, 'encryption-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  for (const damage of [() => writeFileSync(file, 'half a k'), () => rmSync(file)]) {
    damage()
    expect(keys()).toEqual([two, one].map(derived))
  }
  expect(readdirSync(directory)).not.toContain(expect.stringContaining('.new'))
})
