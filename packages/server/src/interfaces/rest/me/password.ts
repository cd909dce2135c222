import { ChangePassword } from '@switchboard/contract'
import { z } from 'zod'
import { requireOwnPassword, setOwnPassword } from '../../../people/own-password.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { ownSessionId, personOf } from './own-session.ts'

/** `PUT /v1/me/password`: the first one too, of an account that only links opened. */
export function registerPassword(app: App, desk: PeopleDesk): void {
  app.put(
    '/v1/me/password',
    {
      schema: {
        summary: 'Set another password',
        description:
          'Signs you out everywhere else. The first one of an account asks for a session that began within a quarter of an hour.',
        tags: ['me'],
        body: ChangePassword,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const userId = personOf(request)
      const { currentPassword, newPassword } = request.body
      const { cookie } = request.headers
      await requireOwnPassword(desk, { userId, currentPassword, cookie, address: request.ip })
      await setOwnPassword(desk, { userId, newPassword, sessionId: await ownSessionId(desk, request) })
      return reply.code(204).send()
    },
  )
}
