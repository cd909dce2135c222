import { ApiKey, ApiKeyId, KeyBoundsAsked } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import type { Authenticator } from '../../../access/authenticate.ts'
import { changeKey } from '../../../access/change-key.ts'
import { findKey } from '../../../access/keys.ts'
import { refuseMoreThanOwn } from '../../../access/within-own.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { readBounds, requireKnown } from './check-bounds.ts'
import { toApiKey } from './key.ts'
import { scopesOf } from './scopes-of.ts'

export interface UpdateKeyDependencies {
  readonly db: Database
  readonly pool: pg.Pool
  readonly authenticator: Authenticator
}

const Body = z
  .strictObject(KeyBoundsAsked.shape)
  .refine((body) => Object.values(body).some((value) => value !== undefined), 'names nothing that is to be changed')

/** `PATCH /v1/keys/:id`: from its next call on, in other processes within five seconds. What is queued stays so. */
export function registerUpdateKey(app: App, { db, pool, authenticator }: UpdateKeyDependencies): void {
  app.patch(
    '/v1/keys/:id',
    {
      schema: {
        summary: 'Change what a key may',
        description:
          'What is done with what it sends, its end, its addresses, whom it reaches, its daily cap; what is not named stays. ' +
          'Its scopes stay as they are: make another key.',
        tags: ['access'],
        params: z.object({ id: ApiKeyId }),
        body: Body,
        response: { 200: ApiKey },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, kind, name } = principal
      const { id: keyId } = request.params
      const bounds = readBounds(request.body)
      const before = await findKey(db, workspaceId, keyId)
      refuseMoreThanOwn(principal, { ...bounds, ...(before ? { scopes: scopesOf(before) } : {}) })
      await requireKnown(db, workspaceId, request.body)
      const change = { workspaceId, keyId, bounds, by: `${kind}:${name}` }
      const changed = await inTransaction(pool, (tx) => changeKey(tx, change))
      authenticator.forget()
      const key = changed ? await findKey(db, workspaceId, keyId) : null
      if (!key) throw new Refusal('not-found', { detail: `There is no key ${keyId}, or it was revoked.` })
      return toApiKey(key)
    },
  )
}
