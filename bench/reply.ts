import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { localAccessToken, localNumber, startLocalSimulator } from '../packages/server/src/simulator/local-simulator.ts'
import type { Simulator } from '../packages/server/src/simulator/simulator.ts'
import { ask } from './reply/ask.ts'
import { appSecret, writeAsCustomer } from './reply/customer.ts'
import { followMessages } from './reply/follow-messages.ts'
import { type Product, startProduct } from './support/product.ts'

/**
 * From a customer's message to the reply that the provider has accepted, one conversation at a time: `node bench/reply.ts
 * [--rounds 150]`. The signed webhook is posted; a program hears of the message (over SSE, or by asking every 100 ms); it replies
 * by `POST /v1/messages`; the simulator accepts. Beside it the limit: a program that is its own webhook, and keeps nothing.
 */
const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '150' } } })
const rounds = Number(flags.rounds)
/** The server has just been started: its code is not compiled yet, its connections have prepared nothing. */
const warmUp = 150
const pollMilliseconds = 100

interface Times {
  /** Milliseconds since the webhook was posted. */
  readonly heard: number
  readonly queued: number
  readonly accepted: number
}

const now = () => performance.timeOrigin + performance.now()
/** Everybody writes a few times, so that no limit to one person is met. */
const customerOf = (round: number) => `4477${10_000_000 + round}`

await using simulator = await startLocalSimulator({ appSecret, messagesPerSecond: 1_000, serviceWindow: false })
const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
try {
  const limit = await measureBare()
  await using product = await startProduct(directory, {
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_BASE_URL: simulator.url,
    WHATSAPP_ACCESS_TOKEN: localAccessToken,
    WHATSAPP_PHONE_NUMBER_ID: localNumber.id,
    ADMIN_API_KEY: 'admin123',
  })
  const followed = await measureProduct(product, 's', followMessages)
  const asked = await measureProduct(product, 'p', pollMessages)
  report(limit, followed, asked)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function acceptedAt(of: Simulator, customer: string, before: number): Promise<number> {
  for (;;) {
    const acceptances = of.ledger.acceptedFor(customer)
    if (acceptances.length > before) return acceptances.at(-1)?.at ?? 0
    await wait(1)
  }
}

async function measureBare(): Promise<number[]> {
  const bot = fork(path.join(import.meta.dirname, 'reply/bare-bot.ts'), [simulator.url])
  const [port] = (await once(bot, 'message')) as [number]
  const totals: number[] = []
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const customer = customerOf(round)
    const started = now()
    await writeAsCustomer(`http://127.0.0.1:${port}`, customer, `wamid.bare-${round}`, 'Where is my parcel?')
    totals.push((await acceptedAt(simulator, customer, 0)) - started)
    await wait(10 + Math.random() * 40)
  }
  bot.disconnect()
  await once(bot, 'exit')
  return totals.slice(warmUp)
}

type Follow = (product: Product, onMessage: (wamid: string, conversationId: string) => void) => () => void

async function measureProduct(product: Product, name: string, follow: Follow): Promise<Times[]> {
  const url = `http://127.0.0.1:${product.port}`
  const headers = { 'x-admin-api-key': 'admin123', 'content-type': 'application/json' }
  const waiting = new Map<string, (conversationId: string) => void>()
  const stop = follow(product, (wamid, conversationId) => waiting.get(wamid)?.(conversationId))
  const times: Times[] = []
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const customer = customerOf(round)
    const before = simulator.ledger.acceptedFor(customer).length
    const wamid = `wamid.${name}-${round}`
    const heardOf = new Promise<string>((resolve) => waiting.set(wamid, resolve))
    const started = now()
    await writeAsCustomer(url, customer, wamid, 'Where is my parcel?')
    const conversationId = await heardOf
    const heard = now()
    const reply = { to: { conversationId }, content: { type: 'text', text: 'It is on its way.' } }
    const answer = await ask(`${url}/v1/messages`, 'POST', headers, JSON.stringify(reply))
    const queued = now()
    if (answer.status !== 202) throw new Error(`a reply was answered ${answer.status}: ${answer.body}`)
    const accepted = await acceptedAt(simulator, customer, before)
    times.push({ heard: heard - started, queued: queued - started, accepted: accepted - started })
    await wait(10 + Math.random() * 40)
  }
  stop()
  return times.slice(warmUp)
}

/** What one would write first: asks for new messages again and again. */
function pollMessages({ port }: Product, onMessage: (wamid: string, conversationId: string) => void): () => void {
  let stopped = false
  const poll = async () => {
    while (!stopped) {
      const headers = { 'x-admin-api-key': 'admin123' }
      const { body } = await ask(`http://127.0.0.1:${port}/v1/messages?direction=inbound&limit=50`, 'GET', headers)
      const { items } = JSON.parse(body) as { items: { providerMessageId: string; conversationId: string }[] } // as the contract has it
      for (const { providerMessageId, conversationId } of items) onMessage(providerMessageId, conversationId)
      await wait(pollMilliseconds)
    }
  }
  void poll()
  return () => {
    stopped = true
  }
}

function report(limit: readonly number[], followed: readonly Times[], asked: readonly Times[]): void {
  const of = (values: readonly number[], part: number) =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN
  const line = (what: string, values: readonly number[]) =>
    console.log(
      `${what.padEnd(58)} ${of(values, 0).toFixed(1).padStart(7)} ${of(values, 0.5).toFixed(1).padStart(7)} ${of(values, 0.95).toFixed(1).padStart(7)} ${of(values, 0.99).toFixed(1).padStart(7)}`,
    )
  console.log(`From a customer's message to the accepted reply, ms, ${rounds} of them, one at a time\n`)
  console.log(`${''.padEnd(58)} ${'least'.padStart(7)} ${'p50'.padStart(7)} ${'p95'.padStart(7)} ${'p99'.padStart(7)}`)
  line('a bare program, nothing kept (the limit)', limit)
  line(
    'Switchboard, followed over SSE',
    followed.map(({ accepted }) => accepted),
  )
  line(
    '   webhook → heard of',
    followed.map(({ heard }) => heard),
  )
  line(
    '   heard of → queued (the reply is written down)',
    followed.map(({ heard, queued }) => queued - heard),
  )
  line(
    '   queued → accepted by the provider',
    followed.map(({ queued, accepted }) => Math.max(0, accepted - queued)),
  )
  line(
    `Switchboard, asked every ${pollMilliseconds} ms (the baseline)`,
    asked.map(({ accepted }) => accepted),
  )
  const p50 = of(
    followed.map(({ accepted }) => accepted),
    0.5,
  )
  const out = of(
    followed.map(({ queued, accepted }) => accepted - queued),
    0.5,
  )
  console.log()
  console.log(`${p50 <= 30 ? 'met   ' : 'MISSED'}  the whole way p50 ${p50.toFixed(1)} ms (at most 30)`)
  console.log(`${out <= 20 ? 'met   ' : 'MISSED'}  queued → accepted p50 ${out.toFixed(1)} ms (at most 20)`)
  if (p50 > 30 || out > 20) process.exitCode = 1
}
