import { Connection } from '@switchboard/contract'
import { z } from 'zod'
import { disconnect, listConnections } from '../../../people/connections.ts'
import { requireFreshSession } from '../../../people/fresh-session.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { personOf } from './own-session.ts'

/** `/v1/me/connections`: the identity provider's accounts by which somebody signs in. */
export function registerConnections(app: App, { pool, auth }: PeopleDesk): void {
  app.get(
    '/v1/me/connections',
    {
      schema: {
        summary: 'What of the identity provider you sign in with',
        tags: ['me'],
        response: { 200: z.object({ items: z.array(Connection) }) },
      },
    },
    async (request) => ({
      items: (await listConnections(pool, personOf(request))).map(({ createdAt, ...row }) => ({
        ...row,
        createdAt: createdAt.toISOString(),
      })),
    }),
  )
  app.delete(
    '/v1/me/connections/:id',
    {
      schema: {
        summary: 'Disconnect your account from the identity provider',
        description:
          'Asks for a session that began within a quarter of an hour, and for another way in. Whoever comes by the provider with your proved address is connected again.',
        tags: ['me'],
        params: z.object({ id: z.string().min(1).max(100) }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const userId = personOf(request)
      await requireFreshSession(auth, request.headers.cookie)
      await disconnect(pool, userId, request.params.id)
      return reply.code(204).send()
    },
  )
}
