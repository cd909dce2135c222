import type { Database } from '../../store/database.ts'
import type { App } from '../app.ts'
import type { Sending } from '../sending.ts'
import { registerAccountCapabilities } from './accounts/capabilities.ts'
import { registerDecideApproval } from './approvals/decide.ts'
import { registerListApprovals } from './approvals/list.ts'
import { registerUpdateContact } from './contacts/update.ts'
import { registerMarkRead } from './conversations/mark-read.ts'
import { registerListScheduled } from './conversations/scheduled.ts'
import { registerUpdateConversation } from './conversations/update.ts'
import { registerCancelMessage } from './messages/cancel.ts'
import { registerReact } from './messages/react.ts'
import { registerRescheduleMessage } from './messages/reschedule.ts'
import { registerReviseMessage } from './messages/revise.ts'
import { registerSendMessage } from './messages/send.ts'
import { registerGetSend } from './messages/send-state.ts'
import { registerSettleMessage } from './messages/settle.ts'
import { registerSendingSettings } from './settings/sending.ts'

/** The REST resources that send, and those that say what may be sent. */
export function registerSendSide(app: App, sending: Sending & { readonly db: Database }): void {
  registerSendMessage(app, sending)
  registerGetSend(app, sending)
  registerCancelMessage(app, sending)
  registerReviseMessage(app, sending)
  registerRescheduleMessage(app, sending)
  registerSettleMessage(app, sending)
  registerReact(app, sending)
  registerMarkRead(app, sending)
  registerListApprovals(app, sending)
  registerDecideApproval(app, sending)
  registerUpdateConversation(app, sending)
  registerListScheduled(app, sending)
  registerUpdateContact(app, sending)
  registerSendingSettings(app, sending)
  registerAccountCapabilities(app, sending)
}
