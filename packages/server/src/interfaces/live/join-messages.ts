import type { Event, Message, MessageId, WorkspaceId } from '@switchboard/contract'

/** Looks messages up by id, all in one query. */
export type FindMessages = (
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
) => Promise<ReadonlyMap<MessageId, Message>>

/**
 * Puts the message, as it is now, into `data.message` of the events that are about one. Events hold no text themselves, so a
 * message that has been erased is not there.
 */
export async function joinMessages(
  events: readonly Event[],
  workspaceId: WorkspaceId,
  findMessages: FindMessages,
): Promise<Event[]> {
  const ids = new Set(events.flatMap(({ messageId }) => messageId ?? []))
  if (ids.size === 0) return [...events]
  const messages = await findMessages(workspaceId, [...ids])
  return events.map((event) => {
    const message = event.messageId === null ? undefined : messages.get(event.messageId)
    return message ? { ...event, data: { ...event.data, message } } : event
  })
}
