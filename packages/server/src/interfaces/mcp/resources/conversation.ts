import { ConversationId } from '@switchboard/contract'
import { getConversation } from '../../../store/queries/get-conversation.ts'
import { listMessages } from '../../../store/queries/list-messages.ts'
import { fitPage, type Sealed } from '../boundary/fit.ts'
import type { ReadContext } from '../tools/tool.ts'
import { conversationView } from '../views/conversation.ts'
import { messageView, peopleIn } from '../views/message.ts'
import { peopleOf } from '../views/person.ts'
import { timeShower } from '../views/time.ts'
import { defineResource } from './resource.ts'

const newestMessages = 50

/** A conversation with as many of its newest messages as fit; null where there is none of that id. */
export async function readConversation(id: string, { db, principal }: ReadContext): Promise<Sealed | null> {
  const conversationId = ConversationId.safeParse(id)
  if (!conversationId.success) return null
  const { workspaceId } = principal
  const conversation = await getConversation(db, workspaceId, { conversationId: conversationId.data })
  if (!conversation) return null
  const time = timeShower(undefined)
  return fitPage({
    limit: newestMessages,
    fetch: (limit) => listMessages(db, workspaceId, { conversationId: conversation.id, limit }),
    render: (page, clip) => ({
      conversation: conversationView(conversation, { time, clip }),
      people: peopleOf(page.items.flatMap(peopleIn)),
      messages: page.items.map((message) => messageView(message, { time, clip, inOneConversation: true })),
      // A cursor of list_messages with this conversationId.
      nextCursor: page.nextCursor,
    }),
  })
}

export const conversationResource = defineResource({
  name: 'conversation',
  title: 'Conversation',
  description:
    'A WhatsApp conversation with its newest messages, newest first. Older ones: list_messages with its id and nextCursor.',
  template: 'switchboard://conversations/{id}',
  read: readConversation,
})
