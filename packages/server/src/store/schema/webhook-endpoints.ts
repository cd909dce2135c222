import type { WebhookDisabledReason, WebhookEndpointId, WorkspaceId } from '@switchboard/contract'
import type { Generated } from 'kysely'
import type { JsonColumn, NullableJsonColumn } from './json-column.ts'

export interface WebhookEndpointsTable {
  id: WebhookEndpointId
  workspace_id: WorkspaceId
  url: string
  description: string
  event_types: string[]
  include_messages: boolean
  state: 'enabled' | 'disabled'
  disabled_reason: WebhookDisabledReason | null
  disabled_by: string | null
  disabled_at: Date | null
  /** sealed, as is former_secret */
  secret: JsonColumn
  former_secret: NullableJsonColumn
  former_secret_until: Date | null
  /** events up to this seq are deliveries or of no interest */
  cursor: number
  failing_since: Date | null
  resume_at: Generated<Date>
  last_delivered_at: Date | null
  created_by: string
  /** `kind:id` of who gave the address or switched it on last; null: before this was kept */
  vouched_by: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
