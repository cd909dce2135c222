import { Scope, SendPolicy, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { refuseFreedom } from '../../../access/change-send-policy.ts'
import { createKey, sendPolicyOf } from '../../../access/keys.ts'
import { hasScope } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { ApiKey, toApiKey } from './key.ts'

const Body = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(Scope).min(1),
  sendPolicy: SendPolicy.nullable()
    .default(null)
    .meta({
      description:
        'allow: what it sends goes, an assistant’s too. approve: a person approves each message, however it is sent. block: nothing goes. ' +
        'null: what an assistant sends over MCP waits for approval, all else goes',
    }),
  expiresAt: Timestamp.nullable().default(null),
})
const Created = ApiKey.extend({ key: z.string().meta({ description: 'The key itself, shown this once' }) })

/** `POST /v1/keys`. Nobody can give a key more than they have themselves. */
export function registerCreateKey(app: App, { db }: { readonly db: Database }): void {
  app.post(
    '/v1/keys',
    {
      schema: { summary: 'Make an API key', tags: ['access'], body: Body, response: { 201: Created } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { name, scopes, sendPolicy, expiresAt } = request.body
      const tooMuch = scopes.filter((scope) => !hasScope(principal, scope))
      if (tooMuch.length > 0) {
        throw new Refusal('forbidden', {
          detail: `Your credential lacks what the key would have: ${tooMuch.join(', ')}.`,
        })
      }
      const own = principal.kind === 'key' ? await sendPolicyOf(db, principal.id) : null
      refuseFreedom(own, sendPolicy)
      const expires = expiresAt === null ? null : new Date(expiresAt)
      if (expires && expires.getTime() <= Date.now()) {
        throw new Refusal('invalid-request', {
          errors: [{ path: 'body.expiresAt', message: 'must be in the future' }],
        })
      }
      const { workspaceId } = principal
      const made = await createKey(db, {
        workspaceId,
        name,
        scopes: [...new Set(scopes)],
        sendPolicy,
        expiresAt: expires,
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
