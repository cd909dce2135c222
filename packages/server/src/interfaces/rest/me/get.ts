import { Scope, WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import { principalKinds } from '../../../access/principal.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Me = z.object({
  kind: z.enum(principalKinds),
  id: z.string(),
  name: z.string(),
  workspaceId: WorkspaceId,
  scopes: z.array(Scope),
})

/** `GET /v1/me`: whose credential this is. */
export function registerMe(app: App): void {
  app.get(
    '/v1/me',
    {
      schema: { summary: 'Whose credential this is', tags: ['access'], response: { 200: Me } },
    },
    (request) => {
      const { kind, id, name, workspaceId, scopes } = principalOf(request)
      return { kind, id, name, workspaceId, scopes: [...scopes] }
    },
  )
}
