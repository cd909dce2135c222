import { z } from 'zod'
import { withdrawSends } from '../../../outbox/withdraw-sends.ts'
import { revokeGrant } from '../../../people/oauth/grants.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { Assistant, type AssistantsDesk, assistantsOf, toAssistant } from './assistant.ts'

/** `DELETE /v1/assistants/:id`: acts at once here, within five seconds in other processes. Twice changes nothing. */
export function registerRevokeAssistant(app: App, { pool, forget }: AssistantsDesk): void {
  app.delete(
    '/v1/assistants/:id',
    {
      schema: {
        summary: 'Take back what an assistant may do',
        description:
          'Ends its tokens at once, and cancels what it asked to send and has not left. A member’s own, or with `assistants:manage` anybody’s.',
        tags: ['access'],
        params: z.object({ id: z.uuid() }),
        response: { 200: Assistant },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, kind, id: by } = principal
      const { id } = request.params
      const row = await revokeGrant(pool, { workspaceId, id, userId: assistantsOf(principal), by: `${kind}:${by}` })
      if (!row) throw new Refusal('not-found', { detail: `There is no assistant ${id}.` })
      forget()
      while ((await inTransaction(pool, (tx) => withdrawSends(tx, { workspaceId, programId: row.id }))) > 0);
      return toAssistant(row)
    },
  )
}
