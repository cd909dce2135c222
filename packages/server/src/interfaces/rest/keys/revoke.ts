import { ApiKeyId } from '@switchboard/contract'
import { z } from 'zod'
import type { Authenticator } from '../../../access/authenticate.ts'
import { revokeKey } from '../../../access/keys.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { ApiKey, toApiKey } from './key.ts'

export interface RevokeKeyDependencies {
  readonly db: Database
  readonly authenticator: Authenticator
}

/** `DELETE /v1/keys/:id`: acts at once here, within five seconds in other processes. Revoking twice changes nothing. */
export function registerRevokeKey(app: App, { db, authenticator }: RevokeKeyDependencies): void {
  app.delete(
    '/v1/keys/:id',
    {
      schema: {
        summary: 'Revoke an API key',
        tags: ['access'],
        params: z.object({ id: ApiKeyId }),
        response: { 200: ApiKey },
      },
    },
    async (request) => {
      const row = await revokeKey(db, principalOf(request).workspaceId, request.params.id)
      if (!row) throw new Refusal('not-found', { detail: `There is no key ${request.params.id}.` })
      authenticator.forget()
      return toApiKey(row)
    },
  )
}
