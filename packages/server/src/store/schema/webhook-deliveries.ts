import type {
  ContactId,
  WebhookDeliveryId,
  WebhookDeliveryState,
  WebhookEndpointId,
  WorkspaceId,
} from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface WebhookDeliveriesTable {
  id: WebhookDeliveryId
  created_at: Date
  workspace_id: WorkspaceId
  endpoint_id: WebhookEndpointId
  event_seq: number
  event_recorded_at: Date
  event_type: string
  contact_id: ContactId | null
  state: WebhookDeliveryState
  next_attempt_at: Date | null
  lease_id: string | null
  attempts: Generated<number>
  /** WebhookAttempt[], the newest 20 */
  attempt_log: JsonColumn
  response_excerpt: string | null
  settled_at: Date | null
}
