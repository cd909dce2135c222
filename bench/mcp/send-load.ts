import net from 'node:net'

export interface Load {
  readonly port: number
  /** One whole HTTP request; its answer must be 200 and hold `expected`. */
  readonly request: string
  readonly expected: string
  readonly connections: number
  readonly milliseconds: number
}

export interface LoadResult {
  readonly calls: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/**
 * Keeps each connection busy with one request after the other, over raw sockets: an HTTP client would cost as much CPU as the
 * server that is measured.
 */
export async function sendLoad(load: Load): Promise<LoadResult> {
  const latencies: number[] = []
  const end = performance.now() + load.milliseconds
  const started = performance.now()
  await Promise.all(Array.from({ length: load.connections }, () => useConnection(load, end, latencies)))
  const seconds = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return { calls: latencies.length, perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99) }
}

function useConnection({ port, request, expected }: Load, end: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let received = ''
    let sentAt = 0
    const send = () => {
      received = ''
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      received += chunk
      if (!isWhole(received)) return
      if (!received.startsWith('HTTP/1.1 200') || !received.includes(expected)) {
        socket.destroy()
        return reject(new Error(`an unexpected answer: ${received.slice(0, 600)}`))
      }
      latencies.push(performance.now() - sentAt)
      if (performance.now() < end) return send()
      socket.end()
      resolve()
    })
  })
}

function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1]
  if (length === undefined) return received.endsWith('\r\n0\r\n\r\n')
  return Buffer.byteLength(received.slice(head + 4)) >= Number(length)
}
