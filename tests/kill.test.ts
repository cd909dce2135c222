import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rowsOf } from './support/rows-of.ts'
import { postMessage } from './support/signed-webhook.ts'
import { type Running, serve, temporaryDirectory } from './support/switchboard.ts'

/** `make faults` kills twenty times, `make test` often enough to see each kind once. */
const rounds = process.env.SWITCHBOARD_FAULTS === '1' ? 21 : 3
const senders = 8
const appSecret = 'the app secret of the kill test'
const victims = ['server', 'postgres', 'both'] as const

interface Load {
  /** Where the server listens now; it changes with every restart. */
  url: string
  stopped: boolean
  sent: number
  readonly acknowledged: Set<string>
}

/** Posts messages one after the other, the next only when the last was answered; repeats what was refused, as Meta does. */
async function send(load: Load, sender: number): Promise<void> {
  for (let number = 0; !load.stopped; number++) {
    const wamid = `wamid.kill-${sender}-${number}`
    load.sent += 1
    while ((await postMessage(load.url, appSecret, wamid)) !== 200) {
      if (load.stopped) return
      await wait(20)
    }
    load.acknowledged.add(wamid)
  }
}

function postgresPid(dataDirectory: string): number {
  return Number(readFileSync(path.join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function kill(server: Running, dataDirectory: string, victim: (typeof victims)[number]): Promise<void> {
  // A dead Postgres' pid file may hold a number that belongs to somebody else by now: it is read while it runs.
  const postgres = postgresPid(dataDirectory)
  if (victim !== 'postgres') server.process.kill('SIGKILL')
  if (victim !== 'server') process.kill(postgres, 'SIGKILL')
  if (victim !== 'postgres') await server.ended
}

test(`kill -9 of the server, of Postgres and of both, ${rounds} times under load: nothing acknowledged is lost or doubled`, {
  timeout: 60_000 + rounds * 15_000,
}, async () => {
  using directory = temporaryDirectory()
  const environment = { WHATSAPP_APP_SECRET: appSecret }
  let server = await serve(directory.path, environment)
  const load: Load = { url: server.url, stopped: false, sent: 0, acknowledged: new Set() }
  const sending = Promise.all(Array.from({ length: senders }, (_, sender) => send(load, sender)))
  const recoveries: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      await wait(200 + Math.random() * 1_300)
      const victim = victims[round % victims.length] ?? 'server'
      await kill(server, directory.path, victim)
      const killedAt = performance.now()
      if (victim !== 'postgres') server = await serve(directory.path, environment)
      load.url = server.url
      // As many as there are senders may have been on their way.
      const before = load.acknowledged.size + senders
      await expect.poll(() => load.acknowledged.size, { timeout: 60_000, interval: 20 }).toBeGreaterThan(before)
      recoveries.push(Math.round(performance.now() - killedAt))
    }
  } finally {
    load.stopped = true
    await sending
  }
  await expect
    .poll(async () => (await rowsOf(directory.path, 'select wamid from messages')).length, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(load.acknowledged.size)
  const messages = await rowsOf<{ wamid: string }>(directory.path, 'select wamid from messages')
  const stored = new Set(messages.map((row) => row.wamid))
  const twice = await rowsOf(directory.path, 'select body_sha256 from inbox group by 1 having count(*) > 1')
  const events = await rowsOf<{ n: string }>(
    directory.path,
    `select count(*) as n from events where type = 'message.received' group by message_id having count(*) > 1`,
  )
  const parked = await rowsOf(directory.path, 'select seq from inbox_parked')
  await server[Symbol.asyncDispose]()

  expect([...load.acknowledged].filter((wamid) => !stored.has(wamid))).toEqual([])
  expect({ twice, events, parked, rows: messages.length }).toEqual({
    twice: [],
    events: [],
    parked: [],
    rows: stored.size,
  })
  console.log(
    `killed ${rounds} times: acknowledged ${load.acknowledged.size} of ${load.sent}, lost 0, doubled 0, ` +
      `answering again after ${Math.min(...recoveries)}–${Math.max(...recoveries)} ms`,
  )
})
