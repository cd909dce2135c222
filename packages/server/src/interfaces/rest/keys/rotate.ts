import { ApiKey, ApiKeyId, NewApiKey, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import type { KeyRow } from '../../../access/keys.ts'
import { replaceKey } from '../../../access/replace-key.ts'
import { queryableOf, requireStill } from '../../../access/still-may.ts'
import { refuseMoreThanOwn } from '../../../access/within-own.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { readBounds } from './check-bounds.ts'
import { toApiKey } from './key.ts'
import { scopesOf } from './scopes-of.ts'
import type { UpdateKeyDependencies } from './update.ts'

const usualOverlapHours = 24
const Body = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(720)
    .meta({
      description: `How long the former key still works, so that programs can be changed one by one; 0: no longer. Absent: ${usualOverlapHours}`,
    })
    .optional(),
  expiresAt: Timestamp.nullable()
    .meta({ description: 'Until when the new key works; absent: as long as the former one would have' })
    .optional(),
})
const Rotated = NewApiKey.extend({ former: ApiKey.meta({ description: 'The key that it replaces, with its end' }) })

/** `POST /v1/keys/:id/rotate`: another secret with the same name, scopes and limits. */
export function registerRotateKey(app: App, { db, authenticator }: UpdateKeyDependencies): void {
  app.post(
    '/v1/keys/:id/rotate',
    {
      schema: {
        summary: 'Replace an API key by a new one',
        description: 'Same name, scopes and limits; the former key works until the overlap is over.',
        tags: ['access'],
        params: z.object({ id: ApiKeyId }),
        body: Body.nullish(),
        response: { 201: Rotated },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { overlapHours = usualOverlapHours, expiresAt } = request.body ?? {}
      const bounds = readBounds({ expiresAt })
      // Whoever is shown the new key can do what it can.
      const check = (key: KeyRow) =>
        refuseMoreThanOwn(principal, {
          ...key,
          scopes: scopesOf(key),
          ...(bounds.expiresAt === undefined ? {} : { expiresAt: bounds.expiresAt }),
        })
      const { made, former } = await replaceKey(db, {
        workspaceId: principal.workspaceId,
        id: request.params.id,
        overlapMilliseconds: overlapHours * 3_600_000,
        expiresAt: bounds.expiresAt,
        madeBy: `${principal.kind}:${principal.id}`,
        asker: (tx) => requireStill(queryableOf(tx), principal),
        check,
      })
      authenticator.forget()
      request.auditSubject = made.id
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...toApiKey(made), key: made.key, former: toApiKey(former) })
    },
  )
}
