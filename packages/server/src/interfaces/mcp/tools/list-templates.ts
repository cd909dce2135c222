import type { Template } from '@switchboard/contract'
import { z } from 'zod'
import { listTemplates } from '../../../store/queries/list-templates.ts'
import { foreign, foreignJson, type View } from '../boundary/foreign.ts'
import { accountId, cursor, limitOf, nextCursor } from './arguments.ts'
import { paged, readTool } from './tool.ts'

export const TemplateView = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().optional(),
  quality: z.string().optional(),
  rejectedReason: z.string().optional(),
  parameterFormat: z.string().describe('POSITIONAL: {{1}}, values in an array. NAMED: values by name'),
  components: z.string().describe('Header, body, footer and buttons with their variables, as JSON'),
})

export const listTemplatesTool = readTool({
  name: 'list_templates',
  title: 'List templates',
  description:
    'The message templates that WhatsApp has of this business, by name: what may be sent to customers who have not written for ' +
    '24 hours. Only APPROVED ones can be sent.',
  toolset: 'send',
  input: z.strictObject({
    status: z.string().max(50).default('APPROVED').describe('APPROVED, PENDING, REJECTED, PAUSED …; "ANY" for all'),
    search: z.string().min(1).max(200).optional().describe('Words in its name or text'),
    language: z.string().max(20).optional().describe('Exactly, e.g. en_US'),
    accountId: accountId.optional(),
    limit: limitOf(20, 50),
    cursor,
  }),
  output: z.object({ templates: z.array(TemplateView), nextCursor }),
  async handle({ status, limit, ...args }, { db, principal }) {
    const filters = { ...args, ...(status.toUpperCase() === 'ANY' ? {} : { status }) }
    return paged({
      limit,
      fetch: (most) => listTemplates(db, principal.workspaceId, { ...filters, limit: most }),
      render: (page, clip) => ({
        templates: page.items.map((template) => templateView(template, clip)),
        nextCursor: page.nextCursor,
      }),
    })
  },
})

export function templateView(template: Template, clip: number): View {
  return {
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category ?? undefined,
    quality: template.quality ?? undefined,
    rejectedReason: foreign(template.rejectedReason, 'provider'),
    parameterFormat: template.parameterFormat,
    components: foreignJson(template.components, 'business', clip),
  }
}
