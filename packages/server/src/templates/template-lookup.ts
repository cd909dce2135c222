import type { ParameterFormat } from '@switchboard/contract'
import type { TemplateFact } from '../outbox/gate.ts'
import type { TemplateLookup } from '../outbox/send-request.ts'
import { checkParameters } from './check-parameters.ts'
import { sentence } from './fill-template.ts'
import { givenParameters, type TemplateMessage } from './given-parameters.ts'
import { showTemplate } from './show-template.ts'
import { templateShape } from './template-shape.ts'

interface KnownRow {
  readonly synced: boolean
  readonly status: string | null
  readonly category: string | null
  readonly parameter_format: ParameterFormat
  readonly components: readonly unknown[]
  readonly languages: string[] | null
}

// By the unique index; an account without a business, or whose templates were never read, is `unlisted`.
const findText = /* sql */ `
select s.synced_at is not null as synced, t.status, t.category, t.parameter_format, t.components,
  case when t.id is null then (select array_agg(o.language order by o.language) from templates o
    where o.workspace_id = a.workspace_id and o.business_account_id = a.business_account_id and o.name = $2
      and o.deleted_at is null) end as languages
from accounts a
left join template_syncs s on s.workspace_id = a.workspace_id and s.business_account_id = a.business_account_id
left join templates t on t.workspace_id = a.workspace_id and t.business_account_id = a.business_account_id
  and t.name = $2 and t.language = $3 and t.deleted_at is null
where a.id = $1`

/** What could be sent when the window is closed: what is not marketing first. */
const approvedText = /* sql */ `
select t.name, t.language from accounts a
join templates t on t.workspace_id = a.workspace_id and t.business_account_id = a.business_account_id
where a.id = $1 and t.status = 'APPROVED' and t.deleted_at is null and t.category is distinct from 'AUTHENTICATION'
order by t.category = 'MARKETING', t.name, t.language limit 5`

/** What the gate asks about templates, answered from what was read of the provider. */
export const templateLookup: TemplateLookup = {
  async find(db, accountId, content) {
    const values = [accountId, content.name, content.language]
    const { rows } = await db.query<KnownRow>({ name: 'find template', text: findText, values })
    const [row] = rows
    if (!row || (row.status === null && !row.synced)) return 'unlisted'
    if (row.status === null) return { category: '', status: null, otherLanguages: row.languages ?? [] }
    return { category: row.category ?? '', status: row.status, ...fit(row, content) }
  },
  async approved(db, accountId) {
    const { rows } = await db.query<{ name: string; language: string }>({
      name: 'approved templates',
      text: approvedText,
      values: [accountId],
    })
    return rows
  },
}

/** Whether the message fills the template, and what the customer will see. */
function fit(row: KnownRow, content: TemplateMessage): Pick<TemplateFact, 'problem' | 'text'> {
  const shape = templateShape(row.components)
  const given = givenParameters(content)
  const problems = checkParameters(shape, row.parameter_format, given)
  const [first] = problems
  if (first) return { problem: { code: `template-parameters-${first.kind}`, reason: sentence(problems) } }
  return { text: showTemplate(shape, row.parameter_format, given).text }
}
