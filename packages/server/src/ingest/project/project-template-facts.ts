import type { FactItem } from '../../transports/inbound-item.ts'
import type { BatchContext } from './batch-context.ts'

/** A fact that is in no row yet, or was not understood before. */
export interface NewFact {
  readonly workspaceId: string
  readonly item: FactItem
}

/** What a webhook says of a template; what it does not say is undefined. */
interface Hearing {
  readonly workspaceId: string
  readonly businessAccountId: string
  readonly id: string | null
  readonly name: string | null
  readonly language: string | null
  readonly at: number
  readonly status: string | null
  readonly reason: string | null
  readonly category: string | null
  readonly quality: string | null
}

const fields: ReadonlySet<string> = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
])

// The later one by the provider's clock wins; of one second what was decided over PENDING, then the greater word: any order gives
// the same row.
const applyText = /* sql */ `
with h as (select * from jsonb_to_recordset($1::jsonb) h("workspaceId" uuid, "businessAccountId" text, id text, name text,
    language text, at double precision, status text, reason text, category text, quality text)),
heard as (
  select t.id, h.status, h.reason, h.category, h.quality, a.at,
    h.status is not null and (a.at, h.status <> 'PENDING', h.status, coalesce(h.reason, ''))
      > (t.status_at, t.status <> 'PENDING', t.status, coalesce(t.rejected_reason, '')) as newer_status,
    h.category is not null and (a.at, h.category) > (t.category_at, coalesce(t.category, '')) as newer_category,
    h.quality is not null and (a.at, h.quality) > (t.quality_at, coalesce(t.quality, '')) as newer_quality
  from h cross join lateral (select to_timestamp(h.at / 1000) as at) a
  join templates t on t.workspace_id = h."workspaceId" and t.business_account_id = h."businessAccountId"
    and case when h.name is null or h.language is null then t.provider_template_id = h.id
      else t.name = h.name and t.language = h.language end)
update templates t set heard_at = clock_timestamp(), updated_at = now(),
  status = case when newer_status then f.status else t.status end,
  rejected_reason = case when newer_status then f.reason else t.rejected_reason end,
  status_at = case when newer_status then f.at else t.status_at end,
  category = case when newer_category then f.category else t.category end,
  category_at = case when newer_category then f.at else t.category_at end,
  quality = case when newer_quality then f.quality else t.quality end,
  quality_at = case when newer_quality then f.at else t.quality_at end
from heard f where t.id = f.id and (newer_status or newer_category or newer_quality)
returning t.id, t.workspace_id, t.name, t.language, t.status, t.category`

interface HeardRow {
  readonly id: string
  readonly workspace_id: string
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string | null
}

/**
 * What webhooks say of templates stands in their rows at once, and all of them are read again soon: a webhook says little,
 * and nothing of templates that are not known yet.
 */
export async function projectTemplateFacts({ client, events }: BatchContext, facts: readonly NewFact[]): Promise<void> {
  const hearings = facts.flatMap(hearingOf).toSorted((a, b) => a.at - b.at)
  // One at a time: an update takes each row once, and a batch may hold several about one template.
  for (const hearing of hearings) {
    const { rows } = await client.query<HeardRow>({
      name: 'project template fact',
      text: applyText,
      values: [JSON.stringify([hearing])],
    })
    for (const { id, workspace_id: workspaceId, name, language, status, category } of rows) {
      const data = { templateId: id, name, language, status, category, change: 'changed' }
      events.push({ workspaceId, type: 'template.changed', occurredAt: hearing.at, data })
    }
  }
  const businesses = new Map(hearings.map((each) => [`${each.workspaceId} ${each.businessAccountId}`, each]))
  for (const [, { workspaceId, businessAccountId }] of [...businesses].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    await client.query({
      name: 'project template sync',
      text: `insert into template_syncs (workspace_id, business_account_id, requested_at) values ($1, $2, clock_timestamp())
             on conflict (workspace_id, business_account_id) do update set requested_at = excluded.requested_at`,
      values: [workspaceId, businessAccountId],
    })
}

function hearingOf({ workspaceId, item }: NewFact): Hearing[] {
  const { value, account, field, at } = item
  if (!fields.has(field) || account.businessAccountId === undefined || !isObject(value)) return []
  const word = (key: string): string | null => {
    const found = value[key]
    if (typeof found === 'number') return String(found)
    return typeof found === 'string' && found !== '' ? found : null
  }
  const event = word('event')?.toUpperCase() ?? null
  const reason = word('reason')
  return [
    {
      workspaceId,
      businessAccountId: account.businessAccountId,
      id: word('message_template_id'),
      name: word('message_template_name'),
      language: word('message_template_language'),
      at,
      status: event === null ? null : statusOf(event),
      reason: reason === 'NONE' ? null : reason,
      category: (word('new_category') ?? word('message_template_category'))?.toUpperCase() ?? null,
      quality: word('new_quality_score')?.toUpperCase() ?? null,
    },
  ]
}

/** null: the event is no status; what became of the template shows when it is read again. */
function statusOf(event: string): string | null {
  if (event === 'REINSTATED') return 'APPROVED'
  return ['FLAGGED', 'UNARCHIVED', 'DELETED'].includes(event) ? null : event
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
