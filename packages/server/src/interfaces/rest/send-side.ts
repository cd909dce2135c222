import type { App } from '../app.ts'
import type { Sending } from '../sending.ts'
import { registerDecideApproval } from './approvals/decide.ts'
import { registerListApprovals } from './approvals/list.ts'
import { registerCancelMessage } from './messages/cancel.ts'
import { registerSendMessage } from './messages/send.ts'
import { registerGetSend } from './messages/send-state.ts'

/** The REST resources that send. */
export function registerSendSide(app: App, sending: Sending): void {
  registerSendMessage(app, sending)
  registerGetSend(app, sending)
  registerCancelMessage(app, sending)
  registerListApprovals(app, sending)
  registerDecideApproval(app, sending)
}
