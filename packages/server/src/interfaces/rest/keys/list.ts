import { ApiKey } from '@switchboard/contract'
import { z } from 'zod'
import { listKeys } from '../../../access/keys.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { toApiKey } from './key.ts'

/** `GET /v1/keys`: newest first, revoked ones too. */
export function registerListKeys(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/keys',
    {
      schema: { summary: 'List API keys', tags: ['access'], response: { 200: z.object({ items: z.array(ApiKey) }) } },
    },
    async (request) => ({ items: (await listKeys(db, principalOf(request).workspaceId)).map(toApiKey) }),
  )
}
