import { createHmac } from 'node:crypto'
import { Agent, request } from 'undici'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { metaRetries, type WebhookOptions } from '../options.ts'
import type { Random } from '../random.ts'
import { type WebhookItem, webhookBody } from './webhook-item.ts'

export interface WebhookTally {
  /** POSTs that were answered with 2xx. */
  readonly delivered: number
  /** POSTs that were not, each time. */
  readonly failed: number
  /** POSTs that wait for their repetition. */
  readonly waiting: number
  /** Items in a queue. */
  readonly queued: number
  /** Items that were let go: nobody to send to, too many, or repeated too often. */
  readonly dropped: number
}

/**
 * Tells the business by signed POSTs. An item is queued in its lane → goes out with others of the lane in one POST → delivered
 * on 2xx, or repeated after growing waits while the lane goes on, as Meta does, and given up after the last of them.
 */
export interface WebhookSender extends AsyncDisposable {
  /** @returns when the POST that first carries it has been answered, or failed */
  send(item: WebhookItem): Promise<void>
  setUrl(url: string | undefined): void
  readonly tally: WebhookTally
  /** Nothing is queued or under way; POSTs may still wait for their repetition. */
  idle(): Promise<void>
}

interface Queued {
  readonly item: WebhookItem
  readonly done: () => void
}

interface Post {
  readonly items: readonly WebhookItem[]
  readonly body: Buffer
  attempts: number
}

/** Above it items are let go: a receiver that is gone for long must not fill the memory. */
const mostQueued = 200_000
const mostWaiting = 20_000

export function createWebhookSender(
  options: WebhookOptions & {
    readonly url: string | undefined
    readonly appSecret: string
    readonly clock: Clock
    readonly faults: Faults
    readonly random: Random
  },
): WebhookSender {
  const { clock, faults, random, appSecret, batch = 20, gatherMilliseconds = 20, retries = metaRetries } = options
  const answerTimeout = options.answerTimeoutMilliseconds ?? 10_000
  const lanes = Array.from({ length: options.lanes ?? 4 }, () => ({
    queue: [] as Queued[],
    busy: false,
    sentAt: Number.NEGATIVE_INFINITY,
  }))
  const agent = new Agent({ connections: lanes.length * 4, headersTimeout: answerTimeout, bodyTimeout: answerTimeout })
  const tally = { delivered: 0, failed: 0, waiting: 0, queued: 0, dropped: 0 }
  const idleListeners: (() => void)[] = []
  let { url } = options
  let underWay = 0
  let closed = false

  const giveUp = (items: readonly WebhookItem[]) => {
    tally.dropped += items.length
    for (const item of items) item.onState?.('FAILED')
  }

  async function arrives(body: Buffer): Promise<boolean> {
    if (url === undefined || faults.current.webhookOutage === true) return false
    const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': signature,
      'user-agent': 'facebookexternalua',
    }
    try {
      const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body })
      await answer.body.dump()
      return answer.statusCode >= 200 && answer.statusCode < 300
    } catch {
      // Refused, cut, timed out: all are the same to who repeats.
      return false
    }
  }

  async function attempt(post: Post): Promise<void> {
    if (await arrives(post.body)) {
      tally.delivered += 1
      for (const item of post.items) item.onState?.('DELIVERED')
      return
    }
    tally.failed += 1
    const wait = retries[post.attempts]
    post.attempts += 1
    if (closed) return
    if (wait === undefined || tally.waiting >= mostWaiting) return giveUp(post.items)
    for (const item of post.items) item.onState?.('RETRYING')
    tally.waiting += 1
    clock.after(wait, () => {
      tally.waiting -= 1
      void tracked(() => attempt(post))
    })
  }

  async function tracked(work: () => Promise<void>): Promise<void> {
    underWay += 1
    try {
      await work()
    } finally {
      underWay -= 1
      if (isIdle()) for (const listener of idleListeners.splice(0)) listener()
    }
  }

  async function drain(lane: (typeof lanes)[number]): Promise<void> {
    lane.busy = true
    // What is sent in the same turn goes into the same POST.
    await new Promise((resolve) => setImmediate(resolve))
    while (lane.queue.length > 0 && !closed) {
      const early = lane.sentAt + gatherMilliseconds - performance.now()
      if (early > 0 && lane.queue.length < batch) await new Promise((resolve) => setTimeout(resolve, early))
      lane.sentAt = performance.now()
      await sendBatch(lane.queue)
    }
    lane.busy = false
  }

  async function sendBatch(queue: Queued[]): Promise<void> {
    const { shuffleWebhooks, delayWebhooksMilliseconds = 0 } = faults.current
    if (shuffleWebhooks) shuffle(queue, random)
    const taken = queue.splice(0, shuffleWebhooks ? random.between([1, batch]) : batch)
    tally.queued -= taken.length
    const items = taken.map(({ item }) => item)
    if (url === undefined) giveUp(items)
    else {
      if (delayWebhooksMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, delayWebhooksMilliseconds))
      const post: Post = { items, body: Buffer.from(JSON.stringify(webhookBody(items))), attempts: 0 }
      await attempt(post)
      if (faults.strikes('duplicateWebhooks')) await duplicate(post)
    }
    for (const { done } of taken) done()
  }

  /** Half of the time the same bytes; else the same items in other company. */
  async function duplicate({ items, body }: Post): Promise<void> {
    if (random.next() < 0.5) return void (await arrives(body))
    for (const item of items) void sender.send(item)
  }

  const isIdle = () => underWay === 0 && tally.queued === 0
  const sender: WebhookSender = {
    send(item) {
      if (closed) return Promise.resolve()
      if (tally.queued >= mostQueued) {
        giveUp([item])
        return Promise.resolve()
      }
      const lane = lanes[faults.current.shuffleWebhooks ? random.between([0, lanes.length - 1]) : laneOf(item.laneKey)]
      if (!lane) throw new Error('There is no such lane.')
      return new Promise((done) => {
        lane.queue.push({ item, done })
        tally.queued += 1
        if (!lane.busy) void tracked(() => drain(lane))
      })
    },
    setUrl(next) {
      url = next
    },
    get tally() {
      return { ...tally }
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idleListeners.push(resolve))),
    async [Symbol.asyncDispose]() {
      closed = true
      await agent.destroy()
    },
  }
  const laneOf = (key: string) => {
    let sum = 0
    for (let index = 0; index < key.length; index += 1) sum = (sum * 31 + key.charCodeAt(index)) >>> 0
    return sum % lanes.length
  }
  return sender
}

function shuffle(queue: Queued[], random: Random): void {
  for (let index = queue.length - 1; index > 0; index -= 1) {
    const other = random.between([0, index])
    const [one, two] = [queue[index], queue[other]]
    if (one && two) [queue[index], queue[other]] = [two, one]
  }
}
