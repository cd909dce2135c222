import http from 'node:http'
import { createInterface } from 'node:readline'
import type { Product } from '../support/product.ts'

/**
 * Follows the event stream from its beginning, as cheaply as one can: it shares the processor with what it measures.
 * `onEvent` gets the message's wamid, and its status where the event is about one. Returns the way to stop.
 */
export function followEvents({ port, key }: Product, onEvent: (key: string) => void): () => void {
  const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
  const request = http.get({ port, host: '127.0.0.1', path: '/v1/events?after=0', headers })
  let stopped = false
  const fail = (error: Error) => {
    if (!stopped) throw error
  }
  request.on('error', fail)
  request.on('response', (response) => {
    if (response.statusCode !== 200) fail(new Error(`the event stream was refused: ${response.statusCode}`))
    response.on('error', fail)
    const lines = createInterface({ input: response })
    // It repeats what goes wrong with its input.
    lines.on('error', () => {})
    lines.on('line', (line) => {
      if (!line.startsWith('data: ')) return
      const { type, data } = JSON.parse(line.slice(6)) as { type: string; data: { wamid: string; status?: string } }
      if (type === 'message.received') onEvent(data.wamid)
      else if (type === 'message.status') onEvent(`${data.wamid} ${data.status}`)
    })
  })
  return () => {
    stopped = true
    request.destroy()
  }
}
