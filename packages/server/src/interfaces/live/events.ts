import { Event, EventType, eventTypes } from '@switchboard/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { eventTypesFor, mayHearOf, requireEventTypes } from '../../access/permissions.ts'
import { hasScope, type Principal } from '../../access/principal.ts'
import type { EventFeed } from '../../events/feed.ts'
import type { App } from '../app.ts'
import { Refusal } from '../problem.ts'
import { principalOf } from '../require-scope.ts'
import { eventStreamType, formatFrame, formatOpening, heartbeat, writeWhenTaken } from './event-stream.ts'
import { type FindMessages, joinMessages } from './join-messages.ts'

const Seq = z.coerce.number().int().min(0)
const Query = z.object({
  after: Seq.optional().meta({ description: 'Events after this seq; `Last-Event-ID` wins. Absent: from now on' }),
  types: z
    .string()
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(EventType).min(1))
    .optional()
    .meta({ description: 'Only these types, separated by commas' }),
  limit: z.coerce.number().int().min(1).max(500).default(100).meta({ description: 'Of a JSON page' }),
})
/** Loose: what a schema does not name would be taken from the request. */
const Headers = z.looseObject({
  'last-event-id': z
    .union([z.literal('').transform(() => undefined), Seq], { error: 'must be the `id` of an event, a whole number' })
    .optional()
    .meta({ description: 'The `id` of the last event that was seen' }),
})
const Page = z.object({
  items: z.array(Event),
  after: z.int().meta({ description: 'Ask with `?after=` this for what comes next' }),
})

export interface EventsDependencies {
  readonly feed: EventFeed
  readonly findMessages: FindMessages
  readonly heartbeatMilliseconds?: number
}

interface Request {
  /** As it is now: a role or a key may be given less while a stream is open. */
  readonly who: () => Principal
  readonly afterSeq: number | undefined
  readonly types: readonly EventType[]
  readonly limit: number
}

/**
 * `GET /v1/events`: server-sent events, or one JSON page when `Accept` asks for application/json first. `id` is the event's
 * seq: a client that reconnects with `Last-Event-ID` misses nothing and sees nothing twice. Everybody hears of what the
 * permission of the event's type covers, within their reach. Messages are put in for a caller who may read messages.
 */
export function registerEvents(app: App, dependencies: EventsDependencies): void {
  const { feed } = dependencies
  // Before connections are drained: a stream would never end by itself.
  const closing = new AbortController()
  app.addHook('preClose', () => {
    closing.abort()
    return feed.close()
  })
  app.get(
    '/v1/events',
    {
      // It would be a stream without an end and without a body.
      exposeHeadRoute: false,
      schema: {
        summary: 'Follow what happens',
        tags: ['events'],
        description: `With \`Accept: ${eventStreamType}\` (the default) a stream of server-sent events, otherwise a JSON page.`,
        querystring: Query,
        headers: Headers,
        response: { 200: Page },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { after, types, limit } = request.query
      if (types) requireEventTypes(principal, types)
      const asked: Request = {
        who: () => principalOf(request),
        afterSeq: request.headers['last-event-id'] ?? after,
        types: eventTypesFor(types ?? eventTypes, (scope) => hasScope(principal, scope)),
        limit,
      }
      if (asked.afterSeq !== undefined && !(await feed.knows(asked.afterSeq))) {
        const detail = `No event here has the seq ${asked.afterSeq}: it is not given out yet, or was before the log was restored from a backup. Begin again with ?after=0.`
        throw new Refusal('invalid-cursor', { detail })
      }
      if (wantsPage(request)) return page(dependencies, asked)
      await stream(dependencies, asked, request, reply, closing.signal)
      return reply
    },
  )
}

function wantsPage(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('application/json') && !accept.includes(eventStreamType)
}

async function page({ feed, findMessages }: EventsDependencies, asked: Request): Promise<z.infer<typeof Page>> {
  const { who, ...rest } = asked
  const events = await feed.page({ workspaceId: who().workspaceId, ...rest })
  const items = await shown(events, who(), findMessages)
  return { items, after: events.at(-1)?.seq ?? asked.afterSeq ?? 0 }
}

/** What of these this principal may hear of. */
async function shown(events: readonly Event[], principal: Principal, findMessages: FindMessages): Promise<Event[]> {
  const heard = events.filter((event) => mayHearOf(principal, event))
  return hasScope(principal, 'messages:read') ? joinMessages(heard, principal.workspaceId, findMessages) : heard
}

/** Ends when the client leaves, its key is revoked, the feed closes, or the database fails (the client then reconnects). */
async function stream(
  { feed, findMessages, heartbeatMilliseconds = 15_000 }: EventsDependencies,
  { who, afterSeq: asked, types }: Request,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<void> {
  // Before the answer begins: what is committed once the client sees it must be in the stream.
  const afterSeq = asked ?? (await feed.end())
  const left = new AbortController()
  const over = AbortSignal.any([left.signal, closing])
  reply.hijack()
  const response = reply.raw
  response.on('close', () => left.abort())
  response.on('error', () => left.abort())
  response.writeHead(200, {
    'content-type': eventStreamType,
    'cache-control': 'no-store',
    // nginx would hold events back.
    'x-accel-buffering': 'no',
    // Kept alive after the stream's end, the connection would hold up the server's stopping.
    connection: 'close',
    'x-request-id': request.id,
  })
  response.write(formatOpening(afterSeq, 1_000))
  const beat = setInterval(async () => {
    if (!(await request.isStillAdmitted())) left.abort()
    // Not while something waits to be taken: it would only wait behind it.
    else if (!response.writableNeedDrain && !response.writableEnded) response.write(heartbeat)
  }, heartbeatMilliseconds)
  try {
    for await (const batch of feed.subscribe({ workspaceId: who().workspaceId, afterSeq, types, signal: over })) {
      const events = await shown(batch, who(), findMessages)
      const text = events.map((event) => formatFrame({ id: event.seq, event: event.type, data: event })).join('')
      await writeWhenTaken(response, text, over)
    }
  } catch (error) {
    request.log.warn({ err: error }, 'an event stream ended because events could not be read')
  } finally {
    clearInterval(beat)
    // Who does not read would keep the end waiting for ever; who reconnects goes on after the last event that arrived.
    if (response.writableNeedDrain) response.destroy()
    else response.end()
  }
}
