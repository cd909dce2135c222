import { type Assignee, Conversation, ConversationId, ConversationStateChange } from '@switchboard/contract'
import { z } from 'zod'
import type { Principal } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findMemberName } from '../../../store/queries/find-member-name.ts'
import { changeState } from '../../../teamwork/change-state.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { actorOf } from './actor.ts'
import { readConversation } from './read-conversation.ts'
import { requireMember } from './read-filters.ts'
import type { TeamDesk } from './team-desk.ts'

/** `PATCH /v1/conversations/:id/state`: who answers, until when it rests, whether it is done with, its labels. */
export function registerChangeState(app: App, { db, pool, poke }: TeamDesk): void {
  app.patch(
    '/v1/conversations/:id/state',
    {
      schema: {
        summary: 'Assign, label, snooze, resolve or open a conversation again',
        description:
          'What is absent stays; all of it happens, or nothing. What is snoozed or resolved is open again when the customer writes. ' +
          'The event is `conversation.updated`.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        body: ConversationStateChange,
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const { assigneeId, snoozedUntil, ...others } = request.body
      const until = snoozedUntil === undefined ? undefined : readUntil(snoozedUntil)
      const asked = { workspaceId, conversationId: request.params.id, by: actorOf(principal), ...others }
      const assignee = assigneeId === undefined ? undefined : await findAssignee(db, principal, assigneeId)
      const id = await inTransaction(pool, (tx) => changeState(tx, { ...asked, snoozedUntil: until, assignee }))
      if (id) poke()
      const conversation = id && (await readConversation(db, principal, id))
      if (!conversation) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      return conversation
    },
  )
}

function readUntil(text: string): Date {
  const until = new Date(text)
  if (until.getTime() > Date.now()) return until
  throw new Refusal('invalid-request', {
    detail: 'A conversation rests until a time that is still to come.',
    errors: [{ path: 'snoozedUntil', message: 'That is over.' }],
  })
}

/** @throws {Refusal} invalid-request where they are no member */
async function findAssignee(db: Database, principal: Principal, assigneeId: string | null): Promise<Assignee | null> {
  if (assigneeId === null) return null
  const id = assigneeId === 'me' ? requireMember(principal, 'assigneeId') : assigneeId
  const name = await findMemberName(db, principal.workspaceId, id)
  if (name !== null) return { id, name }
  throw new Refusal('invalid-request', {
    detail: 'Only a member of the workspace can be assigned; GET /v1/members lists them.',
    errors: [{ path: 'assigneeId', message: 'They are no member of this workspace.' }],
  })
}
