import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { json, text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { webhookSenderFault } from '../compose-edge.ts'
import { BootError } from '../config/boot-error.ts'
import { loadSettings } from '../config/load.ts'
import { type App, createApp } from '../interfaces/app.ts'
import { registerCloudApiWebhook } from '../interfaces/webhooks/cloud-api.ts'
import { Refusal } from '../refusal.ts'
import { authority, forged, meta, other, renewed, server } from '../testing/certificates.case.ts'
import { openLocalDoor } from './local-door.ts'
import { followTlsFiles, readTlsFiles } from './tls-files.ts'

let directory: string
let undo: AsyncDisposableStack
const file = (name: string) => path.join(directory, name)
beforeEach(() => {
  undo = new AsyncDisposableStack()
  directory = mkdtempSync(path.join(tmpdir(), 'switchboard-tls-'))
  undo.defer(() => rmSync(directory, { recursive: true, force: true }))
  put(server)
  writeFileSync(file('ca.pem'), authority.cert)
})
afterEach(() => undo.disposeAsync())

function put(pair: { readonly cert: string; readonly key: string }): void {
  writeFileSync(file('cert.pem'), pair.cert)
  writeFileSync(file('key.pem'), pair.key)
}

const environment = (more: Record<string, string> = {}) => ({
  SWITCHBOARD_DATA_DIR: directory,
  SWITCHBOARD_TLS_CERT: file('cert.pem'),
  SWITCHBOARD_TLS_KEY: file('key.pem'),
  ...more,
})
const tlsOf = (more: Record<string, string> = {}) => loadSettings({ environment: environment(more) }).config.tls!
const mutual = () => ({ WHATSAPP_WEBHOOK_CLIENT_CA: file('ca.pem') })

/** A server over TLS with Meta's webhook, whose inbox keeps everything. */
async function serve(more: Record<string, string> = {}): Promise<{ app: App; port: number; kept: string[] }> {
  const { config } = loadSettings({ environment: environment(more) })
  const kept: string[] = []
  const app = await createApp({
    log: pino({ level: 'silent' }),
    authenticator: {
      authenticate: () => Promise.reject(new Refusal('unauthenticated')),
      forget() {},
      reaches: () => Promise.resolve(true),
    },
    edge: { tls: readTlsFiles(config.tls!) },
  })
  undo.adopt(app, (open) => open.close())
  await registerCloudApiWebhook(app, {
    inbox: {
      take(body, _transport, _shard, done) {
        kept.push(body.toString())
        done(null, 'stored')
      },
    },
    verifyTokens: () => ['token'],
    appSecrets: () => [],
    verifySignature: false,
    senderFault: webhookSenderFault(config),
    accountKeyOf: () => 'one',
  })
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  expect(url.protocol).toBe('https:')
  return { app, port: Number(url.port), kept }
}

async function ask(port: number, options: https.RequestOptions = {}, body = '{}') {
  const request = https.request({
    ...{ host: '127.0.0.1', servername: 'localhost', port, ca: authority.cert, agent: false, path: '/nothing' },
    ...options,
  })
  request.end(options.method === 'POST' ? body : undefined)
  const [response] = await once(request, 'response')
  const text_ = await text(response)
  return { status: response.statusCode as number, headers: response.headers, body: text_ }
}
const tell = (port: number, options: https.RequestOptions = {}) =>
  ask(port, { method: 'POST', path: '/webhooks/whatsapp', ...options })

test('over TLS every answer asks to come by TLS from now on', async () => {
  const { port, kept } = await serve()
  for (const answer of [await ask(port), await tell(port)])
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  // Without a client CA nobody is asked for a certificate.
  expect(kept).toEqual(['{}'])
})

test.each(['TLSv1', 'TLSv1.1'] as const)('%s is refused', async (version) => {
  const { port } = await serve()
  const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }
  await expect(ask(port, options)).rejects.toThrow(/protocol|version|alert/i)
})

test('a certificate that is renewed on disk serves the next connection; one that cannot be used changes nothing', async () => {
  const { app, port } = await serve()
  const log = { info: vi.fn(), error: vi.fn() }
  undo.use(followTlsFiles(app.server, tlsOf(), log, 10))
  const serial = async (): Promise<string> => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: authority.cert })
    await once(socket, 'secureConnect')
    const { serialNumber } = socket.getPeerCertificate()
    socket.destroy()
    return serialNumber
  }
  const before = await serial()
  writeFileSync(file('cert.pem'), renewed.cert)
  await vi.waitFor(() => expect(log.error).toHaveBeenCalledOnce(), 60_000)
  expect(await serial()).toBe(before)
  put(renewed)
  await vi.waitFor(() => expect(log.info).toHaveBeenCalledOnce(), 60_000)
  expect(await serial()).not.toBe(before)
})

test('with a client CA webhooks come only with a certificate of it and of its name', async () => {
  const { port, kept } = await serve(mutual())
  expect((await tell(port, meta)).status).toBe(200)
  expect(kept).toHaveLength(1)
  for (const [options, reason] of [
    [{}, 'no client certificate was shown'],
    [other, 'of another name'],
    [forged, 'is not of WHATSAPP_WEBHOOK_CLIENT_CA'],
  ] as const) {
    const { status, body } = await tell(port, options)
    expect([status, await json([Buffer.from(body)] as never)]).toMatchObject([401, { code: 'invalid-signature' }])
    expect(body).toContain(reason)
  }
  expect(kept).toHaveLength(1)
  // Everybody else comes without one, as before.
  expect((await ask(port)).status).toBe(404)
  expect((await ask(port, { path: '/webhooks/whatsapp' })).status).toBe(403)
})

test("this machine's programs reach the server by a door of their own, in which a webhook shows no certificate", async () => {
  const { app, kept } = await serve(mutual())
  const door = undo.use(await openLocalDoor(app.server))
  expect((await fetch(`${door.url}/nothing`)).status).toBe(404)
  const told = await fetch(`${door.url}/webhooks/whatsapp`, { method: 'POST', body: '{}' })
  expect([told.status, kept]).toEqual([401, []])
  expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test.each<[string, Record<string, string>, RegExp]>([
  ['a certificate without its key', { SWITCHBOARD_TLS_KEY: '' }, /SWITCHBOARD_TLS_KEY is needed because/],
  ['a key without its certificate', { SWITCHBOARD_TLS_CERT: '' }, /SWITCHBOARD_TLS_CERT is needed because/],
  [
    'a client CA without TLS',
    { SWITCHBOARD_TLS_CERT: '', SWITCHBOARD_TLS_KEY: '', WHATSAPP_WEBHOOK_CLIENT_CA: '/x' },
    /SWITCHBOARD_TLS_CERT is needed because WHATSAPP_WEBHOOK_CLIENT_CA/,
  ],
  ['a file that is not there', { SWITCHBOARD_TLS_CERT: '/not/there' }, /SWITCHBOARD_TLS_CERT cannot be read: ENOENT/],
  ['a proxy that is no address', { SWITCHBOARD_TRUSTED_PROXIES: '10.0.0.0/33' }, /SWITCHBOARD_TRUSTED_PROXIES must be/],
])('%s keeps the server from starting', (_name, more, reason) => {
  expect(() => readTlsFiles(tlsOf(more))).toThrow(BootError)
  expect(() => readTlsFiles(tlsOf(more))).toThrow(reason)
})

test('a pair that does not belong together keeps the server from starting', () => {
  writeFileSync(file('key.pem'), renewed.key)
  expect(() => readTlsFiles(tlsOf())).toThrow(/SWITCHBOARD_TLS_CERT and SWITCHBOARD_TLS_KEY are no certificate/)
})
