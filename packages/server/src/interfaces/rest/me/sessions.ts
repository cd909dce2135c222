import { SignedInSession } from '@switchboard/contract'
import { z } from 'zod'
import { endOtherSessions, endSession, listSessions } from '../../../people/sessions.ts'
import { Refusal } from '../../../refusal.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { ownSessionId, personOf } from './own-session.ts'

/** `/v1/me/sessions`: where somebody is signed in. */
export function registerSessions(app: App, desk: PeopleDesk): void {
  app.get(
    '/v1/me/sessions',
    {
      schema: {
        summary: 'Where you are signed in',
        tags: ['me'],
        response: { 200: z.object({ items: z.array(SignedInSession) }) },
      },
    },
    async (request) => {
      const rows = await listSessions(desk.pool, personOf(request))
      const current = await ownSessionId(desk, request)
      const items = rows.map(({ createdAt, lastSeenAt, expiresAt, ...row }) => ({
        ...row,
        current: row.id === current,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }))
      return { items }
    },
  )
  app.delete(
    '/v1/me/sessions/:id',
    {
      schema: {
        summary: 'Sign out somewhere',
        tags: ['me'],
        params: z.object({ id: z.string().min(1).max(100) }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      if (!(await endSession(desk.pool, personOf(request), request.params.id)))
        throw new Refusal('not-found', { detail: 'There is no such session of yours; it may have ended.' })
      return reply.code(204).send()
    },
  )
  app.delete(
    '/v1/me/sessions',
    { schema: { summary: 'Sign out everywhere else', tags: ['me'], response: { 204: z.undefined() } } },
    async (request, reply) => {
      await endOtherSessions(desk.pool, personOf(request), await ownSessionId(desk, request))
      return reply.code(204).send()
    },
  )
}
