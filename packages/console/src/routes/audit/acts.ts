import type { AuditItem } from '@switchboard/contract'

/** Routes and tools by what somebody does with them; what is not here is shown by its address. */
const targets = {
  sendMessage: ['POST /v1/messages', 'send_message', 'send_media', 'send_file', 'send_audio_message'],
  sendTemplate: ['send_template'],
  sendBulk: ['send_bulk_messages'],
  react: ['PUT /v1/messages/:id/reaction', 'send_reaction'],
  unreact: ['DELETE /v1/messages/:id/reaction'],
  reviseMessage: ['PATCH /v1/messages/:id'],
  rescheduleMessage: ['PATCH /v1/messages/:id/send'],
  markRead: ['POST /v1/messages/:id/read', 'POST /v1/conversations/:id/read', 'mark_read'],
  cancelMessage: ['POST /v1/messages/:id/cancel', 'cancel_message'],
  settleMessage: ['POST /v1/messages/:id/settle'],
  approve: ['POST /v1/approvals/:id/approve'],
  reject: ['POST /v1/approvals/:id/reject'],
  uploadFile: ['POST /v1/media'],
  seen: ['POST /v1/conversations/:id/seen'],
  typing: ['POST /v1/conversations/:id/typing'],
  presence: ['POST /v1/conversations/:id/presence'],
  changeConversation: ['PATCH /v1/conversations/:id/state'],
  changePolicy: ['PATCH /v1/conversations/:id'],
  addNote: ['POST /v1/conversations/:id/notes'],
  changeNote: ['PATCH /v1/conversations/:id/notes/:noteId'],
  removeNote: ['DELETE /v1/conversations/:id/notes/:noteId'],
  changeContact: ['PATCH /v1/contacts/:id'],
  mergeContacts: ['POST /v1/contacts/:id/merge'],
  undoMerge: ['POST /v1/contacts/:id/merges/:mergeId/undo'],
  eraseContact: ['POST /v1/contacts/:id/erase'],
  exportContact: ['GET /v1/contacts/:id/export'],
  connectAccount: ['POST /v1/accounts'],
  changeAccount: ['PATCH /v1/accounts/:id'],
  removeAccount: ['DELETE /v1/accounts/:id'],
  checkAccount: ['POST /v1/accounts/check', 'POST /v1/accounts/:id/check'],
  subscribeAccount: ['POST /v1/accounts/:id/subscription'],
  defaultAccount: ['POST /v1/accounts/:id/default'],
  block: ['POST /v1/accounts/:id/blocked'],
  unblock: ['DELETE /v1/accounts/:id/blocked'],
  makeKey: ['POST /v1/keys'],
  changeKey: ['PATCH /v1/keys/:id'],
  revokeKey: ['DELETE /v1/keys/:id'],
  rotateKey: ['POST /v1/keys/:id/rotate'],
  invite: ['POST /v1/invitations'],
  uninvite: ['DELETE /v1/invitations/:id'],
  changeMember: ['PATCH /v1/members/:id'],
  removeMember: ['DELETE /v1/members/:id'],
  resetMember: ['POST /v1/members/:id/reset'],
  changeProfile: ['PATCH /v1/me/profile'],
  changePassword: ['PUT /v1/me/password'],
  endSession: ['DELETE /v1/me/sessions/:id', 'DELETE /v1/me/sessions'],
  changeWorkspace: ['PUT /v1/me/workspace'],
  makeWorkspace: ['POST /v1/workspaces'],
  removeAssistant: ['DELETE /v1/assistants/:id'],
  makeLabel: ['POST /v1/labels'],
  changeLabel: ['PATCH /v1/labels/:id'],
  removeLabel: ['DELETE /v1/labels/:id'],
  makeReply: ['POST /v1/canned-replies'],
  changeReply: ['PATCH /v1/canned-replies/:id'],
  removeReply: ['DELETE /v1/canned-replies/:id'],
  makeTemplate: ['POST /v1/templates'],
  changeTemplate: ['PATCH /v1/templates/:id'],
  removeTemplate: ['DELETE /v1/templates/:id'],
  syncTemplates: ['POST /v1/templates/sync'],
  testTemplate: ['POST /v1/templates/:id/test'],
  makeBroadcast: ['POST /v1/broadcasts'],
  changeBroadcast: ['PATCH /v1/broadcasts/:id'],
  addRecipients: ['POST /v1/broadcasts/:id/recipients'],
  checkBroadcast: ['POST /v1/broadcasts/:id/check'],
  startBroadcast: ['POST /v1/broadcasts/:id/start'],
  pauseBroadcast: ['POST /v1/broadcasts/:id/pause'],
  resumeBroadcast: ['POST /v1/broadcasts/:id/resume'],
  cancelBroadcast: ['POST /v1/broadcasts/:id/cancel'],
  approveBroadcast: ['POST /v1/broadcasts/:id/approve'],
  rejectBroadcast: ['POST /v1/broadcasts/:id/reject'],
  exportBroadcast: ['GET /v1/broadcasts/:id/report'],
  makeEndpoint: ['POST /v1/webhook-endpoints'],
  changeEndpoint: [
    'PATCH /v1/webhook-endpoints/:id',
    'POST /v1/webhook-endpoints/:id/enable',
    'POST /v1/webhook-endpoints/:id/disable',
  ],
  removeEndpoint: ['DELETE /v1/webhook-endpoints/:id'],
  replayEndpoint: ['POST /v1/webhook-endpoints/:id/replay'],
  rotateSecret: ['POST /v1/webhook-endpoints/:id/rotate-secret'],
  testEndpoint: ['POST /v1/webhook-endpoints/:id/test'],
  changeSettings: ['PATCH /v1/settings/workspace'],
  changeHours: ['PUT /v1/settings/working-hours'],
  changeRetention: ['PUT /v1/settings/retention'],
  changeSending: ['PUT /v1/settings/sending'],
  replayWebhooks: ['POST /v1/inbox/replay'],
  exportAudit: ['GET /v1/audit/export'],
  actAsCustomer: [
    'POST /v1/simulator/customers',
    'PATCH /v1/simulator/customers/:id',
    'POST /v1/simulator/customers/:id/messages',
    'POST /v1/simulator/customers/:id/read',
    'POST /v1/simulator/files',
  ],
} as const

/** What people do on their way in and out, by the action. */
const actions = {
  'sign-in': 'signIn',
  'sign-out': 'signOut',
  join: 'join',
  reset: 'reset',
} as const

type Act = keyof typeof targets | (typeof actions)[keyof typeof actions]

const actOfTarget = new Map<string, Act>()
// The keys of `targets` are acts.
for (const [act, names] of Object.entries(targets)) for (const name of names) actOfTarget.set(name, act as Act)
const actOfAction = new Map<string, Act>(Object.entries(actions))

/** What an entry of the audit tells in a sentence; undefined: it has only its address. */
export function actOf({ action, target }: Pick<AuditItem, 'action' | 'target'>): Act | undefined {
  return actOfTarget.get(target) ?? actOfAction.get(action)
}
