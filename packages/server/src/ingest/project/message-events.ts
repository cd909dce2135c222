import type { EventType } from '@switchboard/contract'
import type { NewEvent } from '../../events/append.ts'
import type { MessageDraft } from './message-drafts.ts'
import type { MessageState } from './message-rows.ts'

/** A message was read for the first time, or better than before (`replaces` says from what). */
export function messageEvent(draft: MessageDraft, state: MessageState): NewEvent {
  const { workspaceId, accountId, wamid, id, stored } = draft
  return {
    workspaceId,
    type: eventType(state),
    occurredAt: state.sent_at,
    accountId,
    contactId: state.contact_id,
    conversationId: state.conversation_id,
    messageId: id,
    data: {
      wamid,
      direction: state.direction,
      type: state.type,
      ...(stored ? { replaces: stored.source } : {}),
    },
  }
}

function eventType({ source, direction }: MessageState): EventType {
  if (source === 'history') return 'message.synchronised'
  return source === 'echo' || direction === 'outbound' ? 'message.echoed' : 'message.received'
}
