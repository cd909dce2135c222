import { z } from 'zod'
import { listTemplates } from '../../../store/queries/list-templates.ts'
import { limitOf, nextCursor } from '../tools/arguments.ts'
import { TemplateView, templateView } from '../tools/list-templates.ts'
import { paged, readTool } from '../tools/tool.ts'

/** frappe_whatsapp's tool. */
export const getWhatsappTemplatesTool = readTool({
  name: 'get_whatsapp_templates',
  title: 'Get the templates',
  description: 'The approved WhatsApp message templates, by name.',
  toolset: 'compat',
  input: z.object({ limit: limitOf(50), cursor: z.string().optional() }),
  output: z.object({ templates: z.array(TemplateView), nextCursor }),
  async handle({ limit, cursor }, { db, principal }) {
    return paged({
      limit,
      fetch: (most) => listTemplates(db, principal.workspaceId, { status: 'APPROVED', cursor, limit: most }),
      render: (page, clip) => ({
        templates: page.items.map((template) => templateView(template, clip)),
        nextCursor: page.nextCursor,
      }),
    })
  },
})
