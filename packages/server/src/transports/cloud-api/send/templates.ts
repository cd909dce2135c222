import { unclearAnswer } from '../../no-answer.ts'
import type { ProviderTemplate, TemplateDirectory } from '../../template-directory.ts'
import { isObject, type JsonObject, listAt, objectAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { businessAccountOf } from './graph-account.ts'
import { given } from './message/json.ts'
import { elementsOf } from './pages.ts'

const fields = 'id,name,language,status,category,parameter_format,components,rejected_reason,quality_score'

/** `GET|POST|DELETE /{waba-id}/message_templates`, `POST /{template-id}`. */
export function graphTemplates(graph: Graph): TemplateDirectory {
  return {
    async *list(account, filter) {
      const path = [businessAccountOf(account), 'message_templates']
      const query = { fields, limit: '100', name: filter?.name }
      for await (const raw of elementsOf(graph, account, { path, query, signal: filter?.signal })) {
        const template = readTemplate(raw)
        // Meta looks for the name as a part of others.
        if (template && (filter?.name === undefined || template.name === filter.name)) yield template
      }
    },
    async create(account, draft) {
      const { name, language, category, parameterFormat, components } = draft
      const answer = await graph.ask(account, {
        method: 'POST',
        path: [businessAccountOf(account), 'message_templates'],
        json: given({ name, language, category, parameter_format: parameterFormat, components }),
        effect: 'sends',
      })
      const id = wordAt(answer, 'id')
      if (id === undefined) throw unclearAnswer('Meta', 200, 'sends')
      return { id, status: wordAt(answer, 'status') ?? 'PENDING', category: wordAt(answer, 'category') }
    },
    async edit(account, id, { category, components }) {
      await graph.ask(account, { method: 'POST', path: [id], json: given({ category, components }), effect: 'sends' })
    },
    async delete(account, { name, id }) {
      const path = [businessAccountOf(account), 'message_templates']
      await graph.ask(account, { method: 'DELETE', path, query: { name, hsm_id: id } })
    },
  }
}

/** undefined where it lacks what makes it one. */
function readTemplate(raw: JsonObject): ProviderTemplate | undefined {
  const id = wordAt(raw, 'id')
  const name = wordAt(raw, 'name')
  const language = wordAt(raw, 'language')
  if (id === undefined || name === undefined || language === undefined) return undefined
  const quality = objectAt(raw, 'quality_score')
  return {
    id,
    name,
    language,
    status: wordAt(raw, 'status') ?? 'UNKNOWN',
    category: wordAt(raw, 'category')?.toUpperCase(),
    parameterFormat: wordAt(raw, 'parameter_format')?.toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: listAt(raw, 'components').filter(isObject),
    rejectedReason: wordAt(raw, 'rejected_reason'),
    quality: quality && wordAt(quality, 'score'),
    raw,
  }
}
