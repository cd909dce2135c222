import type { CallHead, CallSignal } from './call-head.ts'
import { insertInto, loadBy, updateOf } from './write-rows.ts'

export interface CallRow extends CallHead {
  readonly id: string
  readonly workspace_id: string
  readonly account_id: string
  readonly provider_call_id: string
  readonly conversation_id: string | null
  readonly contact_id: string | null
}

const state = {
  conversation_id: 'uuid',
  contact_id: 'uuid',
  state: 'text',
  state_rank: 'smallint',
  direction: 'text',
  outcome: 'text',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  duration_seconds: 'integer',
  first_event_at: 'timestamptz',
  last_event_at: 'timestamptz',
  errors: 'jsonb',
  callback_data: 'text',
} as const

export const insertCalls = insertInto<CallRow>('calls', {
  id: 'uuid',
  workspace_id: 'uuid',
  account_id: 'uuid',
  provider_call_id: 'text',
  ...state,
})

export const updateCalls = updateOf<Omit<CallRow, 'workspace_id' | 'account_id' | 'provider_call_id'>>(
  'calls',
  ['id'],
  { id: 'uuid', ...state },
  { touch: true },
)

export interface StoredCall {
  readonly id: string
  readonly account_id: string
  readonly provider_call_id: string
  readonly conversation_id: string | null
  readonly contact_id: string | null
  readonly xmin: string
}

export const loadCalls = loadBy<{ account_id: string; provider_call_id: string }, StoredCall>(
  'calls',
  { account_id: 'uuid', provider_call_id: 'text' },
  /* sql */ `
  select c.id, c.account_id, c.provider_call_id, c.conversation_id, c.contact_id, c.xmin::text as xmin
  from KEYS join calls c on c.account_id = k.account_id and c.provider_call_id = k.provider_call_id`,
)

export interface CallEventRow extends Omit<CallSignal, 'detail'> {
  readonly call_id: string
  readonly workspace_id: string
  readonly detail: string
  readonly inbox_seq: number
}

export const insertCallEvents = insertInto<CallEventRow>('call_events', {
  call_id: 'uuid',
  event: 'text',
  fingerprint: 'text',
  workspace_id: 'uuid',
  at: 'timestamptz',
  detail: 'jsonb',
  inbox_seq: 'bigint',
})

export const loadCallEvents = loadBy<{ call_id: string }, CallSignal & { call_id: string }>(
  'call events',
  { call_id: 'uuid' },
  /* sql */ `
  select e.call_id, e.event, e.fingerprint, coalesce(e.detail, '{}') as detail,
    (extract(epoch from e.at) * 1000)::float8 as at
  from KEYS join call_events e on e.call_id = k.call_id`,
)
