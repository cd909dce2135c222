import { readFileSync } from 'node:fs'
import net from 'node:net'

/**
 * What signed-posts.lua does, for machines without wrk: `node post-bodies.ts PORT CONNECTIONS SECONDS PREFIX SUFFIX SIGNATURES`.
 * Requests are written to raw sockets, because an HTTP client costs more than the server that it is to measure.
 */
const [port = '', connections = '', seconds = '', ...files] = process.argv.slice(2)
const [prefix = '', suffix = '', signatures = ''] = files.map((file) => readFileSync(file, 'latin1'))
const count = signatures.length / 64
const head = `POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${
  prefix.length + 12 + suffix.length
}\r\nX-Hub-Signature-256: sha256=`

const latencies: number[] = []
let next = 0
let refused = 0
let broken = 0
const started = performance.now()
const until = started + Number(seconds) * 1_000

function openConnection(): void {
  const socket = net.connect(Number(port), '127.0.0.1', send)
  let sent = 0
  let heard = ''
  function send(): void {
    const number = next++ % count
    sent = performance.now()
    const signature = signatures.slice(number * 64, number * 64 + 64)
    socket.write(`${head}${signature}\r\n\r\n${prefix}${String(number).padStart(12, '0')}${suffix}`, 'latin1')
  }
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
    const end = heard.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? 0)
    if (heard.length < end + 4 + length) return
    if (!heard.startsWith('HTTP/1.1 2')) refused += 1
    heard = ''
    const now = performance.now()
    latencies.push((now - sent) * 1_000)
    if (now < until) send()
    else socket.destroy()
  })
  socket.on('error', () => (broken += 1))
}

for (let i = 0; i < Number(connections); i++) openConnection()
process.on('exit', () => {
  const sorted = Float64Array.from(latencies).sort()
  const percentile = (p: number) => Math.round(sorted[Math.floor((sorted.length - 1) * p)] ?? 0)
  const microseconds = Math.round((performance.now() - started) * 1_000)
  const result = { requests: sorted.length, microseconds, refused, broken, p50: percentile(0.5), p99: percentile(0.99) }
  process.stdout.write(`${JSON.stringify(result)}\n`)
})
