import { UpdateWorkspace, Workspace } from '@switchboard/contract'
import { createOwnWorkspace } from '../../../people/workspaces.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { personOf } from '../me/own-session.ts'

/** `POST /v1/workspaces`: another workspace, with members, keys, numbers and messages of its own. */
export function registerCreateWorkspace(app: App, { pool }: PeopleDesk): void {
  app.post(
    '/v1/workspaces',
    {
      schema: {
        summary: 'Make another workspace',
        description:
          'Of an owner who is signed in, and who becomes its only member and owner. Nothing of this workspace is seen there. To work in it: `PUT /v1/me/workspace`.',
        tags: ['people'],
        body: UpdateWorkspace,
        response: { 201: Workspace },
      },
    },
    async (request, reply) => {
      const { name } = request.body
      const id = await createOwnWorkspace(pool, { userId: personOf(request), name })
      request.auditSubject = id
      return reply.code(201).send({ id, name, isFirst: false })
    },
  )
}
