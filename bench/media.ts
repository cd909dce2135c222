import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type Product, startProduct, watchMemory } from './support/product.ts'

/**
 * What files cost: `node bench/media.ts [--gigabytes 5]`. Uploads so many gigabytes as files of 100 MB, two at a time, each
 * different, and reads all of them back, in two halves. Target: the second half takes the server no more memory than the first
 * (30 MB are the collector's), and it stays below 300 MB. The files are on disk until the end.
 */
const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '5' } } })
const fileBytes = 100 * 1_000_000
const count = Math.max(2, Math.round((Number(values.gigabytes) * 1_000_000_000) / fileBytes))
const mostGrowth = 30
const mostMemory = 300
const atOnce = 2
const boundary = 'a-boundary-of-the-benchmark'
const adminKey = 'the key of the benchmark'

const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-bench-'))
try {
  await using server = await startProduct(directory, { ADMIN_API_KEY: adminKey })
  const rest = watchMemory(server.process)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  rest.stop()
  const ids: string[] = []
  const pass = async (from: number, to: number) => {
    const memory = watchMemory(server.process)
    const up = await timed(() => each(from, to, async (index) => void (ids[index] = await upload(server, index))))
    const down = await timed(() => each(from, to, (index) => download(server, ids[index] ?? '')))
    memory.stop()
    return { up, down, most: memory.most() }
  }
  const half = Math.ceil(count / 2)
  const first = await pass(0, half)
  const second = await pass(half, count)
  const growth = second.most - first.most
  const rate = (seconds: number) => `${((count * fileBytes) / 1_000_000 / seconds).toFixed(0)} MB/s`
  console.log(`${count} files of 100 MB, ${atOnce} at a time`)
  console.log(`  uploaded, hashed and on disk (fsync)   ${rate(first.up + second.up)}`)
  console.log(`  read back                              ${rate(first.down + second.down)}`)
  console.log(`  memory of the server                   ${rest.most()} MB at rest, ${first.most} MB in the first half`)
  report(`growth in the second half, MB (at most ${mostGrowth})`, growth, mostGrowth)
  report(`most memory, MB (at most ${mostMemory})`, Math.max(first.most, second.most), mostMemory)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function report(what: string, figure: number, most: number): void {
  console.log(`  ${figure <= most ? 'met   ' : 'MISSED'} ${what}: ${figure}`)
  if (figure > most) process.exitCode = 1
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

async function each(from: number, to: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = from
  const worker = async () => {
    while (next < to) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Different in its first chunk, the same after it. */
function* bytesOf(index: number): Generator<Buffer> {
  const chunk = Buffer.alloc(1_000_000, 7)
  const first = Buffer.from(chunk)
  first.writeUInt32LE(index, 0)
  yield first
  for (let sent = 1; sent < fileBytes / chunk.length; sent += 1) yield chunk
}

function* formOf(index: number): Generator<Buffer> {
  yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${index}.bin"\r\n\r\n`)
  yield* bytesOf(index)
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

async function upload({ port }: Product, index: number): Promise<string> {
  const request = http.request({
    ...{ port, host: '127.0.0.1', method: 'POST', path: '/v1/media' },
    headers: { 'x-admin-api-key': adminKey, 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  await pipeline(Readable.from(formOf(index)), request)
  const answer = await answered
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  if (answer.statusCode !== 201) throw new Error(`the upload was answered ${answer.statusCode}: ${text}`)
  return (JSON.parse(text) as { id: string }).id // the contract's Media
}

async function download({ port }: Product, id: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/media/${id}`, { headers: { 'x-admin-api-key': adminKey } })
  let length = 0
  for await (const chunk of answer.body ?? []) length += chunk.length
  if (length !== fileBytes) throw new Error(`${length} bytes came back instead of ${fileBytes}`)
}
