import { ApiKey, ApiKeyId } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import type { Authenticator } from '../../../access/authenticate.ts'
import { revokeKey } from '../../../access/keys.ts'
import { withdrawSends } from '../../../outbox/withdraw-sends.ts'
import { revokeLinksBy } from '../../../people/one-time-links.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { toApiKey } from './key.ts'

export interface RevokeKeyDependencies {
  readonly db: Database
  readonly authenticator: Authenticator
  /** The system's: links that let people in are in no workspace's reach. */
  readonly systemPool: pg.Pool
}

/** `DELETE /v1/keys/:id`: acts at once here, within five seconds in other processes. Revoking twice changes nothing. */
export function registerRevokeKey(app: App, { db, systemPool, authenticator }: RevokeKeyDependencies): void {
  app.delete(
    '/v1/keys/:id',
    {
      schema: {
        summary: 'Revoke an API key',
        description:
          'What it asked to send and has not left is cancelled, what waits for approval too. Links that it made let nobody in any more.',
        tags: ['access'],
        params: z.object({ id: ApiKeyId }),
        response: { 200: ApiKey },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const row = await revokeKey(db, workspaceId, request.params.id)
      if (!row) throw new Refusal('not-found', { detail: `There is no key ${request.params.id}.` })
      authenticator.forget()
      await revokeLinksBy(systemPool, workspaceId, `key:${row.id}`)
      while ((await inTransaction(systemPool, (tx) => withdrawSends(tx, { workspaceId, programId: row.id }))) > 0);
      return toApiKey(row)
    },
  )
}
