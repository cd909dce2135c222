import type { MessageDetail, MessageId, WorkspaceId } from '@switchboard/contract'
import type { Database } from '../database.ts'
import { getMessageDetails } from './get-message-details.ts'

/** One message with everything that is known of it. Null: this workspace has no such message. */
export async function getMessage(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly messageId: MessageId },
): Promise<MessageDetail | null> {
  return (await getMessageDetails(db, workspaceId, [args.messageId])).get(args.messageId) ?? null
}
