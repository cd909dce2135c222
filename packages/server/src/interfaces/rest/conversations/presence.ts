import { ConversationId, Presence, PresenceState } from '@switchboard/contract'
import { z } from 'zod'
import { tellPresence } from '../../../teamwork/presence.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { requireMember } from './read-filters.ts'
import { requireConversation } from './require-conversation.ts'
import type { TeamDesk } from './team-desk.ts'

const Body = z.strictObject({ state: z.enum([...PresenceState.options, 'left']) })

/** `POST /v1/conversations/:id/presence`. */
export function registerPresence(app: App, { db, pool }: TeamDesk): void {
  app.post(
    '/v1/conversations/:id/presence',
    {
      // Said every few seconds by everybody who looks at something: it would bury what the audit is for, which has the reads.
      config: { audit: false },
      schema: {
        summary: 'Say that you are in a conversation, and hear who else is',
        description:
          'Holds for 12 seconds; say it again every 5, or `left`. The answer names the other members who are there at this moment.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        body: Body,
        response: { 200: z.object({ others: z.array(Presence) }) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, name } = principal
      const conversationId = await requireConversation(db, workspaceId, request.params.id)
      const memberId = requireMember(principal, 'id')
      const state = request.body.state === 'left' ? null : request.body.state
      return { others: await tellPresence(pool, { workspaceId, memberId, name, conversationId, state }) }
    },
  )
}
