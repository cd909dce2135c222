import { KeyBoundsAsked, NewApiKey, Scope } from '@switchboard/contract'
import { z } from 'zod'
import { type CreateKeyOptions, countOf, createKey } from '../../../access/keys.ts'
import type { Principal } from '../../../access/principal.ts'
import { queryableOf, requireStill } from '../../../access/still-may.ts'
import { refuseMoreThanOwn } from '../../../access/within-own.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { readBounds, requireKnown } from './check-bounds.ts'
import { toApiKey } from './key.ts'

const Body = KeyBoundsAsked.extend({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(Scope).min(1),
})

/**
 * `POST /v1/keys`. Nobody can give a key more than they have themselves. What is not asked for is as it is with the maker, except for
 * `sendPolicy`, which is then none.
 */
export function registerCreateKey(app: App, { db }: { readonly db: Database }): void {
  app.post(
    '/v1/keys',
    {
      schema: {
        summary: 'Make an API key',
        description:
          'A key that makes another gives it no more than it has itself; limits that are not stated are the maker’s own.',
        tags: ['access'],
        body: Body,
        response: { 201: NewApiKey },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { name, scopes, ...asked } = request.body
      const bounds = { ...boundsOf(principal), ...given(readBounds(asked)) }
      refuseMoreThanOwn(principal, { ...bounds, scopes })
      const { workspaceId, kind, id } = principal
      await requireKnown(db, workspaceId, asked)
      const asking = {
        ...{ ...bounds, workspaceId, name, scopes: [...new Set(scopes)] },
        ...{ madeBy: `${kind}:${id}`, countsAs: countOf(principal) },
      }
      const made = await db.transaction().execute(async (tx) => {
        await requireStill(queryableOf(tx), principal)
        return await createKey(tx, asking)
      })
      request.auditSubject = made.id
      // The key must not stay in a cache on the way.
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...toApiKey(made), key: made.key })
    },
  )
}

type Bounds = Pick<CreateKeyOptions, 'expiresAt' | 'addresses' | 'accounts' | 'contacts' | 'dailyCap' | 'sendPolicy'>

function boundsOf({ reach, limits }: Principal): Bounds {
  return {
    ...reach,
    sendPolicy: null,
    expiresAt: limits?.expiresAt ?? null,
    addresses: limits?.addresses ?? null,
    dailyCap: limits?.dailyCap ?? null,
  }
}

function given(bounds: ReturnType<typeof readBounds>): Bounds {
  return Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined))
}
