import { createHmac } from 'node:crypto'
import net from 'node:net'
import { traffic } from '../project/traffic.ts'

/**
 * Sends signed webhooks at a fixed rate, whether or not earlier ones were answered, and prints one line: how many were
 * acknowledged and when each was. `node send-at-rate.ts PORT RATE SECONDS SECRET CONTACTS`. Everything is made and signed
 * before the first is sent; a connection has one request under way, so what can't be sent in time waits, and that is seen.
 */
const [port, rate, seconds, secret = '', contacts] = process.argv.slice(2)
const total = Number(rate) * Number(seconds)
const connectionCount = 64

const requests: Buffer[] = []
const keys: string[] = []
for (const body of traffic({ webhooks: total, contacts: Number(contacts), from: Date.now() - 3_600_000 })) {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const length = Buffer.byteLength(body)
  requests.push(
    Buffer.from(
      `POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n` +
        `X-Hub-Signature-256: sha256=${signature}\r\n\r\n${body}`,
    ),
  )
  keys.push(keyOf(body))
}

/** What names the event that the webhook causes: the message, or the message and its status. */
function keyOf(body: string): string {
  const { messages, statuses } = JSON.parse(body).entry[0].changes[0].value // as traffic() makes it
  return messages ? messages[0].id : `${statuses[0].id} ${statuses[0].status}`
}

const acknowledgedAt = new Float64Array(total)
const idle: net.Socket[] = []
let next = 0
let answered = 0
let refused = 0
let started = 0

function send(socket: net.Socket): void {
  const number = next++
  socket.removeAllListeners('data')
  socket.once('data', (chunk: Buffer) => {
    acknowledgedAt[number] = Date.now()
    answered += 1
    if (!chunk.subarray(0, 12).toString('latin1').startsWith('HTTP/1.1 200')) refused += 1
    if (answered === total) finish()
    else idle.push(socket)
  })
  socket.write(requests[number] ?? '')
}

function finish(): void {
  const result = { total, refused, milliseconds: Date.now() - started, keys, acknowledgedAt: [...acknowledgedAt] }
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))
}

function tick(): void {
  const due = Math.min(total, Math.floor(((Date.now() - started) / 1_000) * Number(rate)))
  while (next < due) {
    const socket = idle.pop()
    if (!socket) break
    send(socket)
  }
  if (next < total) setTimeout(tick, 1)
}

let open = 0
for (let index = 0; index < connectionCount; index++) {
  const socket = net.connect(Number(port), '127.0.0.1', () => {
    socket.setNoDelay(true)
    idle.push(socket)
    if (++open === connectionCount) {
      process.stderr.write('ready\n')
      process.stdin.once('data', () => {
        started = Date.now()
        tick()
      })
    }
  })
}
