import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'

/** The yardstick: one tool that gives back what it got, on the bare SDK, hoisted as its documentation advises. */
const input = z.object({ text: z.string() })
const output = z.object({ text: z.string() })

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'echo', version: '1.0.0' })
  server.registerTool('echo', { description: 'Echo', inputSchema: input, outputSchema: output }, async ({ text }) => ({
    content: [{ type: 'text', text: JSON.stringify({ text }) }],
    structuredContent: { text },
  }))
  return server
})

// The adapter takes node's own requests; its types are written for looser optional properties than ours.
const server = createServer(toNodeHandler(handler) as unknown as RequestListener)
server.listen(0, '127.0.0.1', () => {
  // Listening on a port, so the address is one.
  process.send?.({ port: (server.address() as AddressInfo).port })
})
// Ends with the benchmark.
process.on('disconnect', () => process.exit(0))
