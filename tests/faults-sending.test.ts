import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Simulator } from '../packages/server/src/simulator/simulator.ts'
import { environmentOf, faultsOfRound, startProvider } from './support/faulty-provider.ts'
import { type Acknowledged, sendUntilAcknowledged } from './support/persistent-sender.ts'
import { rowsOf } from './support/rows-of.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/** `make faults` runs the long form, `make test` one that shows each kind once. */
const long = process.env.SWITCHBOARD_FAULTS === '1'
const kills = long ? 20 : 3
const sends = long ? 10_000 : 300
/** Each gets a few messages, because to one person they leave one after the other. */
const customers = sends / 5
const clients = 16
/** The provider refuses whatever goes to this one (docs/simulator.md). */
const refusedPhone = '15550100135'
/** In the midst of a round: the first of each meet the kill, and a refusal that nobody heard is unknown. */
const refusedCustomer = Math.floor(customers / 8)
const phoneOf = (customer: number) =>
  customer === refusedCustomer ? refusedPhone : `4477${String(10_000_000 + customer)}`

interface Run {
  readonly data: string
  readonly simulator: Simulator
  server: Running
  readonly acknowledged: Map<string, Acknowledged>
}

async function startServer(run: Pick<Run, 'data' | 'simulator'>): Promise<Running> {
  const server = await serve(run.data, environmentOf(run.simulator))
  run.simulator.setWebhookUrl(`${server.url}/webhooks/whatsapp`)
  return server
}

/** Everybody writes first, so that they may be written to for 24 hours. */
async function openWindows({ data, simulator }: Run): Promise<void> {
  for (let customer = 0; customer < customers; customer += 1) {
    await simulator.phone(phoneOf(customer)).write({ type: 'text', text: 'Are you open?' })
  }
  const written = async () =>
    (await rowsOf<Count>(data, `select count(*)::int as n from messages where direction = 'inbound'`))[0]?.n
  await expect.poll(written, { timeout: 60_000 }).toBe(customers)
}

/** Sends number `from` until before `to`, from several clients at once. */
async function sendRange(run: Run, from: number, to: number): Promise<void> {
  let next = from
  const client = async () => {
    for (let number = next++; number < to; number = next++) {
      const plan = { key: `fault-${number}`, to: phoneOf(number % customers), text: `Message ${number}` }
      run.acknowledged.set(plan.key, await sendUntilAcknowledged(() => run.server.url, plan, number))
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

async function killUnderLoad(run: Run): Promise<void> {
  for (let round = 0; round < kills; round += 1) {
    run.simulator.faults.set(faultsOfRound(round, kills))
    const share = (of: number) => Math.round((sends * of) / kills)
    const sending = sendRange(run, share(round), share(round + 1))
    await wait(100 + Math.random() * 700)
    run.server.process.kill('SIGKILL')
    await run.server.ended
    run.server = await startServer(run)
    await sending
  }
}

const leaseMilliseconds = 60_000

/** What a dispatcher that was killed had leased becomes unknown a minute later; the short form does not wait for that minute. */
async function passTheMinute(run: Run): Promise<void> {
  // What the last server leases expires later than what the killed ones had.
  const before = new Date(Date.now() + leaseMilliseconds)
  if (!long) {
    run.server.process.kill('SIGTERM')
    expect((await run.server.ended).code).toBe(0)
    run.server = await startServer(run)
    const expire = `update outbox set lease_expires_at = now() where state = 'leased' and lease_expires_at < $1`
    await rowsOf(run.data, expire, [before])
  }
  const left = `select count(*)::int as n from outbox where state = 'leased' and lease_expires_at < $1`
  const timeout = 2 * leaseMilliseconds
  await expect
    .poll(async () => (await rowsOf<Count>(run.data, left, [before]))[0]?.n, { timeout, interval: 200 })
    .toBe(0)
}

interface Count {
  readonly n: number
}

interface Send {
  readonly id: string
  readonly idempotency_key: string
  readonly state: string
  readonly wamid: string | null
  readonly error: { code: string; providerCode?: number; sentence: string } | null
  readonly message_wamid: string
  readonly status: string | null
  readonly to_refused: boolean
}

/** $1: whom the provider refuses. */
const readSends = /* sql */ `
select o.id, o.idempotency_key, o.state, o.wamid, o.error, m.wamid as message_wamid, m.status,
  o.recipient->>'phone' = '+' || $1 as to_refused
from outbox o join messages m on m.id = o.message_id order by o.id`

/** How often the provider took it. */
const takenOf = ({ simulator }: Run, { id }: Send) => simulator.ledger.wamidsOf(`sb:${id}`).length

/** Nothing is under way any more, and what the provider's receipts tell has been read. */
async function settle(run: Run): Promise<Send[]> {
  run.simulator.faults.reset()
  const open = `select count(*)::int as n from outbox where state in ('queued', 'leased')`
  const timeout = long ? 600_000 : 30_000
  await expect.poll(async () => (await rowsOf<Count>(run.data, open))[0]?.n, { timeout, interval: 200 }).toBe(0)
  await run.simulator.settled()
  const behind = (send: Send) =>
    send.state === 'unknown' ? takenOf(run, send) > 0 : send.state === 'accepted' && send.status !== 'read'
  let all: Send[] = []
  // What these hold is shown below; a poll would only say that it was in vain.
  for (let tries = 0; tries < 100; tries += 1) {
    all = await rowsOf<Send>(run.data, readSends, [refusedPhone])
    if (!all.some(behind)) break
    await wait(100)
  }
  return all
}

const statesOf = (sends: readonly Send[]) => sends.map(({ state }) => state).join(', ')

function report(run: Run, all: readonly Send[]): void {
  const count = (of: (send: Send) => boolean) => String(all.filter(of).length).padStart(8)
  const reasons = (state: string) =>
    Object.entries(
      Object.groupBy(
        all.filter((send) => send.state === state),
        ({ error }) => error?.sentence ?? '?',
      ),
    ).map(([sentence, group]) => `            ${String(group?.length).padStart(8)}  ${sentence}`)
  const posts = [...run.acknowledged.values()].reduce((sum, each) => sum + each.posts, 0)
  const { delivered, failed } = run.simulator.webhooks
  console.log(
    [
      `${sends} sends, the server killed ${kills} times, ${posts} POSTs until all were acknowledged`,
      `  accepted  ${count(({ state }) => state === 'accepted')}`,
      `  unknown   ${count(({ state }) => state === 'unknown')}, of them:`,
      ...reasons('unknown'),
      `  failed    ${count(({ state }) => state === 'failed')}, of them:`,
      ...reasons('failed'),
      `  to the customer whom the provider refuses: ${statesOf(all.filter((send) => send.to_refused))}`,
      `  doubled   ${count((send) => takenOf(run, send) > 1)}`,
      `  lost      ${count((send) => send.state === 'accepted' && takenOf(run, send) === 0)}`,
      `provider: ${JSON.stringify(run.simulator.faults.struck)}, webhook POSTs ${delivered} delivered, ${failed} not`,
    ].join('\n'),
  )
}

test(`${sends} sends while the server is killed ${kills} times and the provider errs: none doubled, none lost`, {
  timeout: long ? 1_800_000 : 120_000,
}, async () => {
  using directory = temporaryDirectory()
  await using simulator = await startProvider()
  const started = await startServer({ data: directory.path, simulator })
  const run: Run = { data: directory.path, simulator, server: started, acknowledged: new Map() }
  try {
    await rowsOf(run.data, 'update accounts set send_rate = 500')
    await openWindows(run)
    await killUnderLoad(run)
    await passTheMinute(run)
    const all = await settle(run)
    report(run, all)

    const told = new Map([...run.acknowledged].map(([key, { id }]) => [key, id]))
    expect(told.size).toBe(sends)
    // Each acknowledged send is there, and nothing else: no key became two sends.
    expect(new Map(all.map((send) => [send.idempotency_key, send.id]))).toEqual(told)
    expect(all).toHaveLength(sends)
    expect(simulator.ledger.doubled()).toEqual([])
    const wrong = all.filter((send) => {
      const taken = takenOf(run, send)
      switch (send.state) {
        case 'accepted':
          return taken !== 1 || simulator.ledger.wamidsOf(`sb:${send.id}`)[0] !== send.message_wamid
        case 'failed':
          return taken !== 0 || !send.error
        case 'unknown':
          // What was taken has been told by its receipts, so that only the others stay unknown.
          return taken !== 0 || !send.error
        default:
          return true
      }
    })
    expect(wrong).toEqual([])
    // Refused is who is to be refused, whatever else went wrong, and nobody besides.
    const refused = all.filter(({ state }) => state === 'failed')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.filter((send) => !send.to_refused || send.error?.providerCode !== 100)).toEqual([])
    expect(all.filter((send) => send.to_refused && !['failed', 'unknown'].includes(send.state))).toEqual([])
    expect(all.filter(({ state, status }) => state === 'accepted' && status !== 'read')).toEqual([])
    // The same key still means the same send.
    for (const key of ['fault-0', `fault-${sends - 1}`]) {
      const number = Number(key.split('-')[1])
      const plan = { key, to: phoneOf(number % customers), text: `Message ${number}` }
      expect((await sendUntilAcknowledged(() => run.server.url, plan)).id).toBe(told.get(key))
    }
    expect(simulator.ledger.doubled()).toEqual([])
  } finally {
    await run.server[Symbol.asyncDispose]()
  }
})
