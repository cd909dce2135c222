import type { EventType, Scope } from '@switchboard/contract'

/**
 * What something needs of whoever asks for it: a scope, several at once, `any` valid credential, or nothing, with the reason
 * why. `thisMachine`: nothing of who asks from this machine itself, the scope of everybody else.
 */
export type Permission =
  | ScopesNeeded
  | 'any'
  | { readonly open: string }
  | { readonly thisMachine: Scope; readonly why: string }

/** All of them, where there are several. */
export type ScopesNeeded = Scope | readonly Scope[]

/** `GET /v1/messages` → what it needs. HEAD needs what GET needs. */
export type RoutePermissions = Readonly<Record<string, Permission>>

const documentation = { open: 'says what the server can do, never what it holds' }
const consoleShell = { open: 'the same files for everybody; what it shows it asks for as whoever is signed in' }
const provider = { open: 'the provider has no key: its signature is the credential' }
const signIn = { open: 'whoever signs in has no credential yet; guessing is slowed down' }
const ownSession = { open: 'checks the session itself, and is about nothing but its own person' }
const discovery = { open: 'says how an assistant gets a token, before it has one' }
const consent = { open: 'checks the session of the person itself, who is sent to sign in first' }
const mcp = {
  open: 'checks the credential itself and answers in MCP’s words; each tool, resource and prompt by its own line',
}

/**
 * Who may do what: every address, tool, event and job with the permission that it needs. What is not in here is not
 * registered, not delivered and not run (permissions.ts); what a role may do is in the contract (roles.ts), and
 * docs/permissions.md shows both, line by line.
 */
export const routePermissions: RoutePermissions = {
  'GET /': documentation,
  'GET /openapi.json': documentation,
  'GET /docs': documentation,
  'GET /docs/': documentation,
  'GET /docs/json': documentation,
  'GET /docs/yaml': documentation,
  'GET /docs/static/*': documentation,
  'GET /docs/static/index.html': documentation,
  'GET /docs/static/swagger-initializer.js': documentation,
  'GET /docs/problems': documentation,
  'GET /app': consoleShell,
  'GET /app/*': consoleShell,

  'GET /health/live': { open: 'says that the process runs' },
  'GET /health/ready': { open: 'a load balancer has no key' },
  'GET /metrics': {
    thisMachine: 'metrics:read',
    why: 'a scraper beside the server needs no key; the figures are of all workspaces',
  },

  'GET /webhooks/whatsapp': { open: 'the provider has no key: the verify token is the credential' },
  'POST /webhooks/whatsapp': provider,
  'POST /webhooks/twilio': provider,

  'GET /mcp': mcp,
  'POST /mcp': mcp,
  'DELETE /mcp': mcp,
  'GET /api/method/frappe_whatsapp.mcp.handle_mcp': mcp,
  'POST /api/method/frappe_whatsapp.mcp.handle_mcp': mcp,
  'DELETE /api/method/frappe_whatsapp.mcp.handle_mcp': mcp,

  'GET /sign-in': signIn,
  'POST /sign-in': signIn,
  'POST /sign-in/code': signIn,
  'POST /sign-out': signIn,
  'GET /sign-in/link': { open: 'the link is the credential, once, on this machine' },
  'GET /welcome': { open: 'the link is the credential, once' },
  'POST /welcome': { open: 'the link is the credential, once' },
  'POST /api/auth/sign-in/email': signIn,
  'POST /api/auth/sign-out': ownSession,
  'GET /api/auth/get-session': ownSession,
  'GET /api/auth/list-sessions': ownSession,
  'POST /api/auth/revoke-session': ownSession,
  'POST /api/auth/revoke-other-sessions': ownSession,
  'POST /api/auth/change-password': ownSession,
  'POST /api/auth/two-factor/enable': ownSession,
  'POST /api/auth/two-factor/disable': ownSession,
  'POST /api/auth/two-factor/get-totp-uri': ownSession,
  'POST /api/auth/two-factor/generate-backup-codes': ownSession,
  'POST /api/auth/two-factor/verify-totp': signIn,
  'POST /api/auth/two-factor/verify-backup-code': signIn,
  'GET /api/auth/passkey/generate-register-options': ownSession,
  'POST /api/auth/passkey/verify-registration': ownSession,
  'GET /api/auth/passkey/list-user-passkeys': ownSession,
  'POST /api/auth/passkey/delete-passkey': ownSession,
  'GET /api/auth/passkey/generate-authenticate-options': signIn,
  'POST /api/auth/passkey/verify-authentication': signIn,

  'GET /.well-known/oauth-protected-resource': discovery,
  'GET /.well-known/oauth-protected-resource/mcp': discovery,
  'GET /.well-known/oauth-authorization-server': discovery,
  'GET /api/auth/jwks': discovery,
  'GET /api/auth/oauth2/authorize': consent,
  'GET /oauth/consent': consent,
  'POST /oauth/consent': consent,
  'POST /api/auth/oauth2/register': { open: 'a client says who it is; what it may do a person says' },
  'POST /api/auth/oauth2/token': { open: 'the code or the refresh token is the credential, each once' },
  'POST /api/auth/oauth2/revoke': { open: 'the token is the credential' },

  'GET /v1/me': 'any',
  'GET /v1/me/profile': 'any',
  'PATCH /v1/me/profile': 'any',
  'PUT /v1/me/password': 'any',
  'GET /v1/me/sessions': 'any',
  'DELETE /v1/me/sessions/:id': 'any',
  'DELETE /v1/me/sessions': 'any',
  'GET /v1/assistants': 'any',
  'DELETE /v1/assistants/:id': 'any',
  'GET /v1/members': 'members:read',
  'PATCH /v1/members/:id': 'members:manage',
  'DELETE /v1/members/:id': 'members:manage',
  'POST /v1/members/:id/reset': 'members:manage',
  'GET /v1/invitations': 'members:manage',
  'POST /v1/invitations': 'members:manage',
  'DELETE /v1/invitations/:id': 'members:manage',
  'GET /v1/events': 'events:read',

  'GET /v1/keys': 'keys:manage',
  'POST /v1/keys': 'keys:manage',
  'PATCH /v1/keys/:id': 'keys:manage',
  'DELETE /v1/keys/:id': 'keys:manage',
  'POST /v1/keys/:id/rotate': 'keys:manage',
  'GET /v1/audit': 'audit:read',
  'GET /v1/audit/export': 'audit:read',
  'GET /v1/inbox': 'inbox:read',
  'GET /v1/inbox/:seq': ['inbox:read', 'messages:read'],
  'POST /v1/inbox/replay': 'inbox:replay',

  'GET /v1/accounts': 'accounts:read',
  'POST /v1/accounts': 'accounts:manage',
  'GET /v1/accounts/:id': 'accounts:read',
  'PATCH /v1/accounts/:id': 'accounts:manage',
  'DELETE /v1/accounts/:id': 'accounts:manage',
  'POST /v1/accounts/:id/check': 'accounts:manage',
  'POST /v1/accounts/:id/default': 'accounts:manage',
  'GET /v1/accounts/:id/capabilities': 'accounts:read',
  'GET /v1/accounts/:id/profile': 'accounts:read',
  'GET /v1/accounts/:id/blocked': ['accounts:read', 'contacts:read'],
  'POST /v1/accounts/:id/blocked': 'accounts:manage',
  'DELETE /v1/accounts/:id/blocked': 'accounts:manage',
  'GET /v1/costs': 'accounts:read',
  'GET /v1/settings/workspace': 'any',
  'PATCH /v1/settings/workspace': 'settings:manage',
  'GET /v1/settings/working-hours': 'any',
  'PUT /v1/settings/working-hours': 'settings:manage',
  'GET /v1/settings/retention': 'any',
  'PUT /v1/settings/retention': 'admin',
  'GET /v1/settings/sending': ['accounts:read', 'contacts:read'],
  'PUT /v1/settings/sending': 'sending:manage',

  'GET /v1/contacts': 'contacts:read',
  'GET /v1/contacts/:id': 'contacts:read',
  'PATCH /v1/contacts/:id': 'contacts:manage',
  'GET /v1/contacts/:id/export': ['contacts:export', 'messages:read', 'calls:read'],
  'POST /v1/contacts/:id/erase': 'contacts:erase',

  'GET /v1/conversations': 'conversations:read',
  'GET /v1/conversations/:id': 'conversations:read',
  'PATCH /v1/conversations/:id': 'sending:manage',
  'GET /v1/conversations/:id/messages': 'messages:read',
  'POST /v1/conversations/:id/read': 'messages:send',
  'POST /v1/conversations/:id/typing': 'messages:send',

  'GET /v1/messages': 'messages:read',
  'POST /v1/messages': 'messages:send',
  'GET /v1/messages/:id': 'messages:read',
  'PATCH /v1/messages/:id': 'messages:send',
  'GET /v1/messages/:id/send': 'messages:read',
  'PATCH /v1/messages/:id/send': 'messages:send',
  'POST /v1/messages/:id/read': 'messages:send',
  'POST /v1/messages/:id/cancel': 'messages:send',
  'POST /v1/messages/:id/settle': 'approvals:decide',
  'PUT /v1/messages/:id/reaction': 'messages:send',
  'DELETE /v1/messages/:id/reaction': 'messages:send',
  'GET /v1/search': 'messages:read',
  'GET /v1/stats': 'messages:read',
  'GET /v1/calls': 'calls:read',
  'GET /v1/calls/:id': 'calls:read',
  'GET /v1/approvals': 'messages:read',
  'POST /v1/approvals/:id/approve': 'approvals:decide',
  'POST /v1/approvals/:id/reject': 'approvals:decide',

  'POST /v1/media': 'media:write',
  'GET /v1/media/:id': 'messages:read',
  'GET /v1/media/:id/meta': 'messages:read',
  'GET /v1/media/:id/public': { open: 'the link is signed, for one file and a while' },

  'GET /v1/templates': 'accounts:read',
  'POST /v1/templates': 'templates:manage',
  'GET /v1/templates/:id': 'accounts:read',
  'PATCH /v1/templates/:id': 'templates:manage',
  'DELETE /v1/templates/:id': 'templates:manage',
  'POST /v1/templates/:id/render': 'accounts:read',
  'POST /v1/templates/:id/test': 'messages:send',
  'GET /v1/templates/sync': 'accounts:read',
  'POST /v1/templates/sync': 'templates:manage',

  'GET /v1/broadcasts': 'messages:read',
  'POST /v1/broadcasts': 'broadcasts:manage',
  'GET /v1/broadcasts/:id': 'messages:read',
  'GET /v1/broadcasts/:id/recipients': ['messages:read', 'contacts:read'],
  'POST /v1/broadcasts/:id/recipients': 'broadcasts:manage',
  'GET /v1/broadcasts/:id/report': ['broadcasts:manage', 'messages:read'],
  'POST /v1/broadcasts/:id/check': 'broadcasts:manage',
  'POST /v1/broadcasts/:id/start': ['broadcasts:manage', 'messages:send'],
  'POST /v1/broadcasts/:id/pause': 'broadcasts:manage',
  'POST /v1/broadcasts/:id/resume': ['broadcasts:manage', 'messages:send'],
  'POST /v1/broadcasts/:id/cancel': 'broadcasts:manage',
  'POST /v1/broadcasts/:id/approve': ['broadcasts:manage', 'approvals:decide'],
  'POST /v1/broadcasts/:id/reject': ['broadcasts:manage', 'approvals:decide'],

  // The customers' phones, where this server brought the simulator along.
  'GET /v1/simulator': 'messages:read',
  'GET /v1/simulator/stream': 'messages:read',
  'GET /v1/simulator/magic-recipients': 'messages:read',
  'GET /v1/simulator/customers': 'messages:read',
  'POST /v1/simulator/customers': 'messages:send',
  'GET /v1/simulator/customers/:id': 'messages:read',
  'PATCH /v1/simulator/customers/:id': 'messages:send',
  'POST /v1/simulator/customers/:id/messages': 'messages:send',
  'POST /v1/simulator/customers/:id/read': 'messages:send',
  'POST /v1/simulator/files': 'messages:send',
  'GET /v1/simulator/files/:id': 'messages:read',

  'GET /v1/webhook-endpoints': 'webhooks:manage',
  'POST /v1/webhook-endpoints': 'webhooks:manage',
  'GET /v1/webhook-endpoints/:id': 'webhooks:manage',
  'PATCH /v1/webhook-endpoints/:id': 'webhooks:manage',
  'DELETE /v1/webhook-endpoints/:id': 'webhooks:manage',
  'POST /v1/webhook-endpoints/:id/enable': 'webhooks:manage',
  'POST /v1/webhook-endpoints/:id/disable': 'webhooks:manage',
  'POST /v1/webhook-endpoints/:id/replay': 'webhooks:manage',
  'POST /v1/webhook-endpoints/:id/rotate-secret': 'webhooks:manage',
  'POST /v1/webhook-endpoints/:id/test': 'webhooks:manage',
  'GET /v1/webhook-endpoints/:id/deliveries': 'webhooks:manage',
  'GET /v1/webhook-deliveries/:id': 'webhooks:manage',

  // Addresses of other systems, whose users move here.
  'GET /admin/health': 'any',
  'GET /admin/conversations': 'conversations:read',
  'GET /admin/conversations/:conversation_id/messages': 'messages:read',
  'GET /admin/search/messages': 'messages:read',
  'GET /admin/documents': 'messages:read',
  'GET /admin/documents/:document_id': 'messages:read',
  'POST /send/text': 'messages:send',
  'POST /send/template': 'messages:send',
  'POST /send/media': 'messages:send',
  'PUT /api/settings/whatsapp-providers': 'accounts:manage',
  'PUT /api/settings/whatsapp-providers/default': 'accounts:manage',
  'DELETE /api/settings/whatsapp-providers': 'accounts:manage',
  'POST /api/content/templates/whatsapp/render': 'accounts:read',
  'POST /api/content/templates/whatsapp/test': 'messages:send',
}

/** MCP tools by their own names; `compat_…` is the older one of two that share a name, and needs the same. */
export const toolPermissions: Readonly<Record<string, ScopesNeeded>> = {
  list_conversations: 'conversations:read',
  get_conversation: 'conversations:read',
  list_messages: 'messages:read',
  get_message_context: 'messages:read',
  search_messages: 'messages:read',
  search_contacts: 'contacts:read',
  get_contact: 'contacts:read',
  list_calls: 'calls:read',
  list_accounts: 'accounts:read',
  get_stats: 'messages:read',
  send_message: 'messages:send',
  send_media: 'messages:send',
  send_template: 'messages:send',
  send_reaction: 'messages:send',
  send_bulk_messages: 'messages:send',
  mark_read: 'messages:send',
  cancel_message: 'messages:send',
  get_message_status: 'messages:read',
  list_templates: 'accounts:read',
  list_approvals: 'messages:read',
  get_whatsapp_settings: 'accounts:read',
  list_chats: 'conversations:read',
  get_chat: 'conversations:read',
  get_direct_chat_by_contact: 'conversations:read',
  get_contact_chats: 'conversations:read',
  get_last_interaction: 'messages:read',
  send_file: 'messages:send',
  send_audio_message: 'messages:send',
  download_media: 'messages:read',
  get_messages: 'messages:read',
  get_call_history: 'calls:read',
  get_active_calls: 'calls:read',
  get_message_history: 'messages:read',
  get_whatsapp_templates: 'accounts:read',
}

/** By the name that it is registered with. */
export const resourcePermissions: Readonly<Record<string, ScopesNeeded>> = {
  conversation: ['conversations:read', 'messages:read'],
  message: 'messages:read',
}

export const promptPermissions: Readonly<Record<string, ScopesNeeded>> = {
  summarise_conversation: ['conversations:read', 'messages:read'],
  what_needs_an_answer: ['conversations:read', 'messages:read'],
}

/** Who is told that it happened, on the stream and by outgoing webhooks, which need `events:read` besides. */
export const eventPermissions: Readonly<Record<EventType, Scope>> = {
  'message.received': 'messages:read',
  'message.echoed': 'messages:read',
  'message.synchronised': 'messages:read',
  'message.status': 'messages:read',
  'message.held': 'messages:read',
  'message.queued': 'messages:read',
  'message.sending': 'messages:read',
  'message.accepted': 'messages:read',
  'message.failed': 'messages:read',
  'message.unknown': 'messages:read',
  'message.cancelled': 'messages:read',
  'approval.decided': 'messages:read',
  'message.edited': 'messages:read',
  'message.revoked': 'messages:read',
  'reaction.changed': 'messages:read',
  'media.stored': 'messages:read',
  'media.failed': 'messages:read',
  'conversation.created': 'conversations:read',
  'conversation.changed': 'conversations:read',
  'conversation.read': 'conversations:read',
  'group.changed': 'conversations:read',
  'contact.created': 'contacts:read',
  'contact.updated': 'contacts:read',
  'contact.merged': 'contacts:read',
  'contact.unmerged': 'contacts:read',
  'contact.erased': 'contacts:read',
  'contact.preference': 'contacts:read',
  'contact.opted_out': 'contacts:read',
  'contact.opted_in': 'contacts:read',
  'call.updated': 'calls:read',
  'workspace.changed': 'accounts:read',
  'account.added': 'accounts:read',
  'account.changed': 'accounts:read',
  'account.disabled': 'accounts:read',
  'account.default_changed': 'accounts:read',
  'account.discovered': 'accounts:read',
  'account.fact': 'accounts:read',
  'template.changed': 'accounts:read',
  'broadcast.changed': 'messages:read',
  'broadcast.progress': 'messages:read',
  'broadcast.finished': 'messages:read',
  'inbox.parked': 'inbox:read',
  'webhook.endpoint.created': 'webhooks:manage',
  'webhook.endpoint.changed': 'webhooks:manage',
  'webhook.endpoint.enabled': 'webhooks:manage',
  'webhook.endpoint.disabled': 'webhooks:manage',
  'webhook.endpoint.deleted': 'webhooks:manage',
}

/** What happens by the clock: nobody can ask for it, and the server itself needs none; here is what it may touch. */
export const jobPermissions: Readonly<Record<string, string>> = {
  'ensure-partitions': 'makes the tables of the coming weeks',
  'drop-webhook-deliveries': 'deletes what outgoing webhooks delivered, of every workspace',
  'enforce-retention': 'deletes what is older than RETENTION_DAYS, of every workspace',
  'enforce-audit-retention': 'deletes what is older than the audit is kept, and says so in its chain',
  'expire-approvals': 'cancels what nobody decided in time, of every workspace',
  'prune-pair-pace': 'deletes the pace of people who were not written to lately',
  'find-unknown-sends': 'asks providers what became of sends, with the secrets of the accounts',
  'sync-templates': 'reads templates from providers, with the secrets of the accounts',
  'refuse-pending-sends': 'refuses what accounts that were taken away still had to send',
}
