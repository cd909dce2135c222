import { WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import { switchWorkspace } from '../../../people/workspaces.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { ownSessionId, personOf } from './own-session.ts'

/** `PUT /v1/me/workspace`: somebody who is in several goes into another one, with this session. */
export function registerSwitchWorkspace(app: App, desk: PeopleDesk): void {
  app.put(
    '/v1/me/workspace',
    {
      schema: {
        summary: 'Work in another workspace',
        description:
          'Of those that `GET /v1/me/profile` lists. From then on this session reads and does everything there. One request alone names its workspace in `X-Switchboard-Workspace`.',
        tags: ['me'],
        body: z.strictObject({ workspaceId: WorkspaceId }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const userId = personOf(request)
      const { workspaceId } = request.body
      await switchWorkspace(desk.pool, { userId, workspaceId, sessionId: await ownSessionId(desk, request) })
      request.auditSubject = workspaceId
      return reply.code(204).send()
    },
  )
}
