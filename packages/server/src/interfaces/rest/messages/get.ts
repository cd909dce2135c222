import { MessageDetail, MessageId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getMessage } from '../../../store/queries/get-message.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/messages/:id`. */
export function registerGetMessage(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/messages/:id',
    {
      schema: {
        summary: 'One message',
        description: 'With every receipt, every edit, and the message that it answers.',
        tags: ['messages'],
        params: z.object({ id: MessageId }),
        response: { 200: MessageDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const message = await getMessage(db, principalOf(request).workspaceId, { messageId: id })
      if (!message) throw new Refusal('not-found', { detail: `There is no message ${id}.` })
      return message
    },
  )
}
