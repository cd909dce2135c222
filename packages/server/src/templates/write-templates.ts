import type { TemplateId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import type { NewEvent } from '../events/append.ts'
import { normaliseText } from '../search/normalise-text.ts'
import type { Queryable } from '../store/database.ts'
import type { ProviderTemplate } from '../transports/template-directory.ts'
import { cleanJson, cleanText } from './json-parts.ts'
import { templateShape } from './template-shape.ts'

/** Whose templates. */
export interface Business {
  readonly workspaceId: string
  readonly businessAccountId: string
  readonly transport: string
}

interface ChangedRow {
  readonly id: TemplateId
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string | null
  readonly created: boolean
}

// What a webhook said after the provider was asked is newer than its answer; for the rest the answer is the truth. Rows that
// are as they were are not written, and not returned.
const upsertText = /* sql */ `
with given as (
  select * from jsonb_to_recordset($5::jsonb) g(id uuid, provider_template_id text, name text, language text, category text,
    status text, quality text, rejected_reason text, parameter_format text, components jsonb, search_text text)
), seen as (
  update templates t set synced_at = clock_timestamp() from given g
  where t.workspace_id = $1 and t.business_account_id = $2 and t.name = g.name and t.language = g.language
    and t.deleted_at is null and t.transport = $3 and t.provider_template_id is not distinct from g.provider_template_id
    and t.parameter_format = g.parameter_format and t.components = g.components
    and (t.heard_at > $4 or (t.status, t.rejected_reason, t.category, t.quality)
      is not distinct from (g.status, g.rejected_reason, g.category, g.quality))
  returning g.id
)
insert into templates as t (id, workspace_id, business_account_id, transport, provider_template_id, name, language, category,
  category_at, status, status_at, quality, quality_at, rejected_reason, parameter_format, components, search_text, synced_at)
select g.id, $1, $2, $3, g.provider_template_id, g.name, g.language, g.category, date_trunc('second', $4::timestamptz), g.status,
  date_trunc('second', $4::timestamptz), g.quality, date_trunc('second', $4::timestamptz), g.rejected_reason,
  g.parameter_format, g.components, g.search_text, clock_timestamp()
from given g where g.id not in (select id from seen) order by g.name, g.language
on conflict (workspace_id, business_account_id, name, language) do update set
  transport = excluded.transport, provider_template_id = excluded.provider_template_id,
  parameter_format = excluded.parameter_format, components = excluded.components, search_text = excluded.search_text,
  status = case when t.heard_at > $4 then t.status else excluded.status end,
  rejected_reason = case when t.heard_at > $4 then t.rejected_reason else excluded.rejected_reason end,
  status_at = greatest(t.status_at, excluded.status_at),
  category = case when t.heard_at > $4 then t.category else excluded.category end,
  category_at = greatest(t.category_at, excluded.category_at),
  quality = case when t.heard_at > $4 then t.quality else excluded.quality end,
  quality_at = greatest(t.quality_at, excluded.quality_at),
  synced_at = excluded.synced_at, deleted_at = null, updated_at = now()
returning t.id, t.name, t.language, t.status, t.category, t.xmax = 0 as created`

/**
 * Writes what the provider showed, and an event for each template that is new or not as it was.
 *
 * @param askedAt when the provider was asked, by the database's clock
 */
export async function writeTemplates(
  tx: Queryable,
  business: Business,
  shown: readonly ProviderTemplate[],
  askedAt: Date,
): Promise<NewEvent[]> {
  // The same one may stand on two pages, when one before it went meanwhile; the later reading counts.
  const rows = new Map(shown.map((template) => [`${template.name} ${template.language}`, rowOf(template)]))
  const { workspaceId, businessAccountId, transport } = business
  const { rows: changed } = await tx.query<ChangedRow>({
    name: 'write templates',
    text: upsertText,
    values: [workspaceId, businessAccountId, transport, askedAt, JSON.stringify([...rows.values()])],
  })
  return changed.map((row) => changedEvent(workspaceId, row, row.created ? 'created' : 'changed'))
}

/** Marks those as deleted that the provider has not shown since; in portions. @returns none when there are no more */
export async function markGone(
  tx: Queryable,
  { workspaceId, businessAccountId }: Business,
  since: Date,
): Promise<NewEvent[]> {
  const { rows } = await tx.query<ChangedRow>(
    `update templates set deleted_at = now(), updated_at = now() where id in (
       select id from templates where workspace_id = $1 and business_account_id = $2 and synced_at < $3 and deleted_at is null
       order by id limit 500)
     returning id, name, language, status, category`,
    [workspaceId, businessAccountId, since],
  )
  return rows.map((row) => changedEvent(workspaceId, row, 'deleted'))
}

export function changedEvent(
  workspaceId: string,
  { id, name, language, status, category }: Omit<ChangedRow, 'created'>,
  change: 'created' | 'changed' | 'deleted',
): NewEvent {
  const data = { templateId: id, name, language, status, category, change }
  return { workspaceId, type: 'template.changed', occurredAt: Date.now(), data }
}

function rowOf(template: ProviderTemplate): Readonly<Record<string, unknown>> {
  const { header, body, footer, buttons, cards } = templateShape(template.components)
  const words = [template.name, header?.text?.text, body?.text, footer, ...buttons.map(({ text }) => text)]
  for (const card of cards) words.push(card.body?.text)
  const reason = template.rejectedReason
  return {
    id: uuidv7(),
    provider_template_id: template.id,
    name: cleanText(template.name),
    language: cleanText(template.language),
    category: template.category ?? null,
    status: template.status.toUpperCase(),
    quality: template.quality ?? null,
    rejected_reason: reason === undefined || reason === 'NONE' ? null : cleanText(reason),
    parameter_format: template.parameterFormat,
    components: cleanJson(template.components),
    search_text: normaliseText(words.filter((word) => word !== undefined && word !== null).join(' ')),
  }
}
