import { v7 as uuidv7 } from 'uuid'
import type { CallItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { type CallSignal, callHead, namingSignal, signalKey } from './call-head.ts'
import {
  type CallEventRow,
  type CallRow,
  insertCallEvents,
  insertCalls,
  loadCallEvents,
  loadCalls,
  type StoredCall,
  updateCalls,
} from './call-rows.ts'
import { fingerprint } from './fingerprint.ts'

interface Signal extends CallSignal {
  /** Where it came from; absent for one that is stored. */
  readonly source?: ResolvedItem<CallItem>
}

interface CallDraft {
  readonly workspaceId: string
  readonly accountId: string
  readonly providerCallId: string
  readonly signals: Map<string, Signal>
  stored: StoredCall | undefined
  id: string
}

/** Calls, from what was signalled of them. A call's row is made from all its signals, so their order does not matter. */
export async function projectCalls(context: BatchContext, items: readonly ResolvedItem<CallItem>[]): Promise<void> {
  const { client } = context
  const drafts = draftCalls(items)
  if (drafts.size === 0) return
  const keys = [...drafts.values()].map((draft) => ({
    account_id: draft.accountId,
    provider_call_id: draft.providerCallId,
  }))
  for (const stored of await loadCalls(client, keys)) {
    const draft = drafts.get(`${stored.account_id} ${stored.provider_call_id}`)
    if (draft) Object.assign(draft, { stored, id: stored.id })
  }
  const before = new Map<string, Map<string, CallSignal>>()
  const ids = [...drafts.values()].filter((draft) => draft.stored).map(({ id }) => ({ call_id: id }))
  for (const { call_id, ...row } of await loadCallEvents(client, ids)) {
    const signals = before.get(call_id) ?? new Map<string, CallSignal>()
    before.set(call_id, signals.set(signalKey(row), row))
  }
  const created: CallRow[] = []
  const changed: (CallRow & { xmin: string })[] = []
  const signalled: CallEventRow[] = []
  for (const draft of drafts.values()) {
    const known = before.get(draft.id) ?? new Map<string, CallSignal>()
    const fresh = [...draft.signals].filter(([key]) => !known.has(key))
    if (fresh.length === 0) continue
    const row = callRow(context, draft, new Map<string, Signal>([...known, ...fresh]))
    if (draft.stored) changed.push({ ...row, xmin: draft.stored.xmin })
    else created.push(row)
    for (const [, signal] of fresh) signalled.push(signalRow(draft, signal))
    context.events.push(
      callEvent(
        row,
        fresh.map(([, { event }]) => event),
      ),
    )
  }
  await insertCalls(
    client,
    created.toSorted((a, b) => (callKey(a) < callKey(b) ? -1 : 1)),
  )
  await updateCalls(
    client,
    changed.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  await insertCallEvents(client, signalled)
}

function draftCalls(items: readonly ResolvedItem<CallItem>[]): Map<string, CallDraft> {
  const drafts = new Map<string, CallDraft>()
  for (const source of items) {
    const { item, workspaceId, accountId } = source
    if (accountId === null) continue // facts only, which these are not
    const key = `${accountId} ${item.providerCallId}`
    const signal = signalOf(source)
    const draft: CallDraft = drafts.get(key) ?? {
      workspaceId,
      accountId,
      providerCallId: item.providerCallId,
      signals: new Map(),
      stored: undefined,
      id: uuidv7(),
    }
    drafts.set(key, draft)
    draft.signals.set(signalKey(signal), signal)
  }
  return drafts
}

function signalOf(source: ResolvedItem<CallItem>): Signal {
  const { item } = source
  const { direction, outcome, startedAt, endedAt, durationSeconds, callbackData } = item
  return {
    event: item.event === 'unknown' ? item.eventName : item.event,
    at: item.at,
    fingerprint: fingerprint(item.raw, item.at),
    detail: {
      direction,
      outcome,
      startedAt,
      endedAt,
      durationSeconds,
      callbackData,
      errors: item.errors.length > 0 ? item.errors : undefined,
      named: item.party ? true : undefined,
    },
    source,
  }
}

function callRow({ contactOf, conversationOf }: BatchContext, draft: CallDraft, signals: Map<string, Signal>): CallRow {
  const naming = namingSignal(signals.values())
  const party = naming?.source?.item
  return {
    id: draft.id,
    workspace_id: draft.workspaceId,
    account_id: draft.accountId,
    provider_call_id: draft.providerCallId,
    // A stored signal that names somebody is why the stored row has its contact.
    contact_id: party ? contactOf(party.party) : (draft.stored?.contact_id ?? null),
    conversation_id: party ? conversationOf(party) : (draft.stored?.conversation_id ?? null),
    ...callHead(signals.values()),
  }
}

function signalRow(draft: CallDraft, signal: Signal): CallEventRow {
  return {
    call_id: draft.id,
    workspace_id: draft.workspaceId,
    event: signal.event,
    at: signal.at,
    fingerprint: signal.fingerprint,
    detail: JSON.stringify(signal.detail),
    inbox_seq: signal.source?.seq ?? 0,
  }
}

function callEvent(row: CallRow, signals: readonly string[]) {
  return {
    workspaceId: row.workspace_id,
    type: 'call.updated' as const,
    occurredAt: row.last_event_at,
    accountId: row.account_id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    data: {
      callId: row.id,
      providerCallId: row.provider_call_id,
      state: row.state,
      signals,
      direction: row.direction,
      outcome: row.outcome,
      durationSeconds: row.duration_seconds,
    },
  }
}

function callKey(row: CallRow): string {
  return `${row.account_id} ${row.provider_call_id}`
}
