import { UpdateWorkspace, WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import { requireFreshSession } from '../../../people/fresh-session.ts'
import { Refusal } from '../../../refusal.ts'
import { closeWorkspace } from '../../../retention/close-workspace.ts'
import type { App } from '../../app.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'
import { personOf } from '../me/own-session.ts'

export interface DeleteWorkspaceDesk extends PeopleDesk {
  /** No credential of it is believed any more; numbers of it are read anew. */
  readonly forget: () => Promise<void>
}

/** `POST /v1/workspaces/:id/delete`: the workspace that somebody works in, with everything of it. */
export function registerDeleteWorkspace(app: App, desk: DeleteWorkspaceDesk): void {
  app.post(
    '/v1/workspaces/:id/delete',
    {
      schema: {
        summary: 'Delete the workspace that you are in',
        description:
          'Of an owner who signed in within a quarter of an hour, with its name typed. Everybody is out at once; people who are in no other workspace, and were removed from none, lose their account; its messages, contacts and all else go within minutes. The audit is kept as long as the server keeps it. The first workspace stays.',
        tags: ['people'],
        params: z.object({ id: WorkspaceId }),
        body: UpdateWorkspace,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const userId = personOf(request)
      const { workspaceId } = principalOf(request)
      if (request.params.id !== workspaceId)
        throw new Refusal('not-found', {
          detail: 'You work in another workspace. Go into the one to be deleted first.',
        })
      await requireFreshSession(desk.auth, request.headers.cookie)
      const { name } = request.body
      request.auditSubject = workspaceId
      await closeWorkspace(desk.pool, { workspaceId, name, by: userId })
      await desk.forget()
      // Nobody is left who reads the workspace's own audit.
      await desk.audit.record({
        ...{ workspaceId: null, actorKind: 'member', actor: userId, interface: 'rest', action: 'write' },
        ...{ target: 'POST /v1/workspaces/:id/delete', subject: workspaceId, outcome: 'ok', status: 204 },
        ...{ address: request.ip, requestId: request.id },
      })
      return reply.code(204).send()
    },
  )
}
