import { TemplateSyncState } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listTemplateSyncs } from '../../../store/queries/list-template-syncs.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/templates/sync`: how up to date the copy is, and why it is not. */
export function registerTemplateSyncState(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/templates/sync',
    {
      schema: {
        summary: 'How up to date the templates are',
        description: 'For each business account: when its templates were last read, and why the last reading failed.',
        tags: ['templates'],
        response: { 200: z.object({ items: z.array(TemplateSyncState) }) },
      },
    },
    async (request) => ({ items: await listTemplateSyncs(db, principalOf(request).workspaceId) }),
  )
}
