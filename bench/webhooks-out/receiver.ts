import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * Somebody's server, in a process of its own: takes what is posted to /hook and answers 204, never answers on /hangs, and says on
 * /stats what has come, with when the last of it came.
 */
let received = 0
const arrivals = new Map<string, number>()
const server = createServer((request, response) => {
  if (request.url === '/stats') {
    response.end(JSON.stringify({ received, arrivals: Object.fromEntries(arrivals) }))
    arrivals.clear()
    return
  }
  let body = ''
  request.on('data', (chunk: Buffer) => {
    body += String(chunk)
  })
  request.on('end', () => {
    if (request.url === '/hangs') return
    received += 1
    const n = /"n":"(\w+)"/.exec(body)?.[1]
    if (n !== undefined) arrivals.set(n, Date.now())
    response.writeHead(204).end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)) // it listens on a port
