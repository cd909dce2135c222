import { UpdateWorkspace, Workspace, type WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import type { Principal } from '../../../access/principal.ts'
import { getWorkspaceSettings } from '../../../store/queries/get-workspace-settings.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { saveSettings } from './save-settings.ts'

export interface WorkspaceDependencies {
  readonly pool: pg.Pool
  /** The server's own. */
  readonly firstWorkspaceId: WorkspaceId
}

/** `GET|PATCH /v1/settings/workspace`: what the workspace is called. */
export function registerWorkspaceSettings(app: App, { pool, firstWorkspaceId }: WorkspaceDependencies): void {
  const report = async ({ workspaceId }: Principal): Promise<Workspace> => {
    const { id, name } = await getWorkspaceSettings(pool, workspaceId)
    return { id, name, isFirst: id === firstWorkspaceId }
  }
  app.get(
    '/v1/settings/workspace',
    { schema: { summary: 'What the workspace is called', tags: ['settings'], response: { 200: Workspace } } },
    (request) => report(principalOf(request)),
  )
  app.patch(
    '/v1/settings/workspace',
    {
      schema: {
        summary: 'Call the workspace something else',
        tags: ['settings'],
        body: UpdateWorkspace,
        response: { 200: Workspace },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await saveSettings(pool, principal, { about: 'workspace', change: { name: request.body.name } })
      return report(principal)
    },
  )
}
