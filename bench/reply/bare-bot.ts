import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { localAccessToken, localNumber } from '../../packages/server/src/simulator/local-simulator.ts'
import { ask } from './ask.ts'

/**
 * The limit, in a process of its own: `node bare-bot.ts SIMULATOR_URL`. Answers 200 and replies at once. It checks nothing, keeps
 * nothing and forgets everything when it dies.
 */
const graph = `${process.argv[2]}/v23.0/${localNumber.id}/messages`
const headers = { authorization: `Bearer ${localAccessToken}`, 'content-type': 'application/json' }

const server = http.createServer((request, response) => {
  let text = ''
  request.on('data', (chunk: Buffer) => (text += chunk.toString()))
  request.on('end', () => {
    response.end()
    const { from } = JSON.parse(text).entry[0].changes[0].value.messages[0] // from the benchmark itself
    const reply = { messaging_product: 'whatsapp', to: from, type: 'text', text: { body: 'It is on its way.' } }
    void ask(graph, 'POST', headers, JSON.stringify(reply))
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)) // a TCP server's
process.on('disconnect', () => process.exit())
