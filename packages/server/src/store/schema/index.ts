import type { AccountFactsTable } from './account-facts.ts'
import type { AccountWebhooksTable } from './account-webhooks.ts'
import type { AccountsTable } from './accounts.ts'
import type { ApiKeysTable } from './api-keys.ts'
import type { ApprovalQuestionsTable } from './approval-questions.ts'
import type { ApprovalsTable } from './approvals.ts'
import type { AuditTable } from './audit.ts'
import type { AuditChainsTable } from './audit-chains.ts'
import type { BlobsTable, LooseBlobsTable, UnreferencedBlobsTable } from './blobs.ts'
import type { BroadcastRecipientsTable, BroadcastsTable } from './broadcasts.ts'
import type { CallEventsTable } from './call-events.ts'
import type { CallsTable } from './calls.ts'
import type { ContactMergeMovesTable } from './contact-merge-moves.ts'
import type { ContactMergesTable } from './contact-merges.ts'
import type { ContactPreferencesTable } from './contact-preferences.ts'
import type { ContactsTable } from './contacts.ts'
import type { ConversationsTable } from './conversations.ts'
import type { ErasuresTable } from './erasures.ts'
import type { EventsTable } from './events.ts'
import type { GroupParticipantsTable } from './group-participants.ts'
import type { IdentitiesTable } from './identities.ts'
import type { InboxTable } from './inbox.ts'
import type { InboxCursorsTable } from './inbox-cursors.ts'
import type { InboxParkedTable } from './inbox-parked.ts'
import type { MediaTable } from './media.ts'
import type { MediaUploadsTable } from './media-uploads.ts'
import type { MessageCostsTable } from './message-costs.ts'
import type { MessagesTable } from './messages.ts'
import type { OutboxTable } from './outbox.ts'
import type { ReactionsTable } from './reactions.ts'
import type { RevisionsTable } from './revisions.ts'
import type { SearchWordsTable } from './search-words.ts'
import type { SendCountsTable } from './send-counts.ts'
import type { SendPaceTable } from './send-pace.ts'
import type { SendPairPaceTable } from './send-pair-pace.ts'
import type { StatusesTable } from './statuses.ts'
import type { TemplateSyncsTable } from './template-syncs.ts'
import type { TemplatesTable } from './templates.ts'
import type { WebhookDeliveriesTable } from './webhook-deliveries.ts'
import type { WebhookEndpointsTable } from './webhook-endpoints.ts'
import type { WorkspacesTable } from './workspaces.ts'

/** Every table, as Kysely sees it. The columns and why they are there: the migrations. */
export interface Schema {
  workspaces: WorkspacesTable
  accounts: AccountsTable
  contacts: ContactsTable
  identities: IdentitiesTable
  contact_merges: ContactMergesTable
  contact_merge_moves: ContactMergeMovesTable
  contact_preferences: ContactPreferencesTable
  conversations: ConversationsTable
  group_participants: GroupParticipantsTable
  messages: MessagesTable
  message_costs: MessageCostsTable
  search_words: SearchWordsTable
  statuses: StatusesTable
  reactions: ReactionsTable
  revisions: RevisionsTable
  media: MediaTable
  blobs: BlobsTable
  loose_blobs: LooseBlobsTable
  unreferenced_blobs: UnreferencedBlobsTable
  media_uploads: MediaUploadsTable
  calls: CallsTable
  call_events: CallEventsTable
  account_facts: AccountFactsTable
  account_webhooks: AccountWebhooksTable
  inbox: InboxTable
  inbox_cursors: InboxCursorsTable
  inbox_parked: InboxParkedTable
  events: EventsTable
  audit: AuditTable
  audit_chains: AuditChainsTable
  api_keys: ApiKeysTable
  outbox: OutboxTable
  send_pace: SendPaceTable
  send_counts: SendCountsTable
  send_pair_pace: SendPairPaceTable
  approvals: ApprovalsTable
  approval_questions: ApprovalQuestionsTable
  erasures: ErasuresTable
  templates: TemplatesTable
  broadcasts: BroadcastsTable
  broadcast_recipients: BroadcastRecipientsTable
  template_syncs: TemplateSyncsTable
  webhook_endpoints: WebhookEndpointsTable
  webhook_deliveries: WebhookDeliveriesTable
}
