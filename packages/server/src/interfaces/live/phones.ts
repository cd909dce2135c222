import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { deskFor, type PhoneDesk } from '../phone-desk.ts'
import { eventStreamType, formatFrame, formatOpening, heartbeat, writeWhenTaken } from './event-stream.ts'

const Query = z.object({
  customer: z.string().min(1).max(150).optional().meta({ description: 'Whose screen to follow, too' }),
})

/** What happens at once is told at once, together: a send makes several changes. */
const gatherMilliseconds = 30
const heartbeatMilliseconds = 15_000

/**
 * `GET /v1/simulator/stream`: server-sent events. `owners`: everybody with a phone; `screen`: one phone's screen, null where
 * nobody is known by that id. Both come first as they are and then whenever they changed, whole: who reconnects has missed nothing.
 */
export function registerPhoneStream(app: App, desk: PhoneDesk | undefined): void {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.get(
    '/v1/simulator/stream',
    {
      // It would be a stream without an end and without a body.
      exposeHeadRoute: false,
      schema: {
        summary: 'Follow the phones',
        tags: ['simulator'],
        description: `\`${eventStreamType}\` with the events \`owners\` and \`screen\`.`,
        querystring: Query,
      },
    },
    async (request, reply) => {
      await stream(deskFor(request, desk), request.query.customer, request, reply, closing.signal)
      return reply
    },
  )
}

/** Ends when the client leaves, may no longer look, or the server stops. */
async function stream(
  desk: PhoneDesk,
  customer: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<void> {
  const left = new AbortController()
  const over = AbortSignal.any([left.signal, closing])
  reply.hijack()
  const response = reply.raw
  response.on('close', () => left.abort())
  response.on('error', () => left.abort())
  response.writeHead(200, {
    'content-type': eventStreamType,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
    'x-request-id': request.id,
  })
  response.write(formatOpening(0, 1_000))
  const beat = setInterval(async () => {
    if (!(await request.isStillAdmitted())) left.abort()
    else if (!response.writableNeedDrain && !response.writableEnded) response.write(heartbeat)
  }, heartbeatMilliseconds)
  let changed = Promise.withResolvers<void>()
  const unwatch = desk.watch(() => changed.resolve())
  const stop = () => changed.resolve()
  over.addEventListener('abort', stop)
  let id = 0
  let shown = { owners: '', screen: '' }
  try {
    while (!over.aborted) {
      changed = Promise.withResolvers<void>()
      if (over.aborted) break
      const now = { owners: desk.owners(), screen: customer === undefined ? null : (desk.screen(customer) ?? null) }
      const text = { owners: JSON.stringify(now.owners), screen: JSON.stringify(now.screen) }
      for (const event of ['owners', 'screen'] as const)
        if (text[event] !== shown[event])
          await writeWhenTaken(response, formatFrame({ id: ++id, event, data: now[event] }), over)
      shown = text
      await changed.promise
      await new Promise((resolve) => setTimeout(resolve, gatherMilliseconds))
    }
  } finally {
    clearInterval(beat)
    unwatch()
    over.removeEventListener('abort', stop)
    if (response.writableNeedDrain) response.destroy()
    else response.end()
  }
}
