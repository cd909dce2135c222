import { once } from 'node:events'
import { WebhookEndpointWithSecret } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { startReceiver, verified } from '../packages/server/src/outgoing-webhooks/outgoing-webhooks.case.ts'
import { postMessage } from './support/signed-webhook.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/*
 * Webhooks that go out, the whole way as a user sees it: the server in a process of its own, killed in between.
 */
const appSecret = 'the app secret of the webhooks test'
const environment = {
  WHATSAPP_APP_SECRET: appSecret,
  ADMIN_API_KEY: 'admin123',
  SWITCHBOARD_FETCH_ALLOWED: '127.0.0.1/32',
}

async function call(server: Running, method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${server.url}${url}`, {
    method,
    headers: { 'x-admin-api-key': 'admin123', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  expect([method, url, answer.status]).toEqual([method, url, expect.toSatisfy((status: number) => status < 300)])
  return answer.json()
}

test("a customer's message reaches an endpoint, signed; through kills of the server none is missing", async () => {
  using directory = temporaryDirectory()
  await using receiver = await startReceiver()
  let server = await serve(directory.path, environment)
  try {
    const made = await call(server, 'POST', '/v1/webhook-endpoints', {
      url: `${receiver.url}/hook`,
      eventTypes: ['message.received'],
    })
    const { secret, id } = WebhookEndpointWithSecret.parse(made)
    expect(await call(server, 'POST', `/v1/webhook-endpoints/${id}/test`)).toMatchObject({ delivered: true })
    expect(await postMessage(server.url, appSecret, 'wamid.out-1')).toBe(200)
    const texts = () =>
      receiver
        .at('/hook')
        .filter(({ body }) => !body.includes('webhook.test'))
        .map((got) => verified(secret, got).data.message?.text)
    await expect.poll(texts, { timeout: 60_000 }).toEqual(['text wamid.out-1'])
    receiver.answer = () => ({ status: 500 })
    for (let round = 2; round <= 4; round += 1) {
      expect(await postMessage(server.url, appSecret, `wamid.out-${round}`)).toBe(200)
      if (round === 3) await expect.poll(texts, { timeout: 60_000 }).toContain('text wamid.out-3')
      server.process.kill('SIGKILL')
      await once(server.process, 'exit')
      server = await serve(directory.path, environment)
    }
    receiver.received.length = 0
    receiver.answer = () => ({ status: 204 })
    const replayed = { afterSeq: 0 }
    await call(server, 'POST', `/v1/webhook-endpoints/${id}/replay`, replayed)
    const expected = [1, 2, 3, 4].map((round) => `text wamid.out-${round}`)
    // What was under way when a server was killed is anybody's again after a minute.
    await expect.poll(() => [...new Set(texts())].sort(), { timeout: 75_000 }).toEqual(expected)
    expect(server.stdout() + server.stderr()).not.toContain(secret.slice(6))
  } finally {
    await server[Symbol.asyncDispose]()
  }
}, 150_000)
