import http from 'node:http'
import { createInterface } from 'node:readline'
import type { Product } from '../support/product.ts'

/** Hears of customers' messages over SSE. Returns the way to stop. */
export function followMessages(
  { port, key }: Product,
  onMessage: (wamid: string, conversationId: string) => void,
): () => void {
  const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
  const path = '/v1/events?after=0&types=message.received'
  const request = http.get({ port, host: '127.0.0.1', path, headers })
  // It is cut when the benchmark is over.
  request.on('error', () => {})
  request.on('response', (response) => {
    if (response.statusCode !== 200) throw new Error(`the event stream was refused: ${response.statusCode}`)
    response.on('error', () => {})
    const lines = createInterface({ input: response })
    lines.on('error', () => {})
    lines.on('line', (line) => {
      if (!line.startsWith('data: ')) return
      const event = JSON.parse(line.slice(6)) as { conversationId: string; data: { wamid: string } } // as the contract has it
      onMessage(event.data.wamid, event.conversationId)
    })
  })
  return () => request.destroy()
}
