import type { OutboundContent } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending, sendNow } from '../../sending.ts'

const to = z.string().min(1)
const Answer = z.object({
  status: z.string(),
  message_id: z.string(),
  conversation_id: z.string(),
  approval_id: z.string().nullable(),
})

const Text = z.object({ to, body: z.string().min(1), preview_url: z.boolean().default(false) })
const Template = z.object({
  to,
  template_name: z.string().min(1),
  language_code: z.string().min(1).default('en_US'),
  parameters: z.array(z.string()).default([]),
})
const Media = z.object({
  to,
  media_type: z.enum(['image', 'document', 'audio', 'video', 'sticker']),
  media_url: z.url({ protocol: /^https?$/ }),
  caption: z.string().optional(),
  filename: z.string().optional(),
})

/**
 * `POST /send/text|template|media` of the ingestion system whose users move here: their bodies, header and snake_case. Numbers
 * come without a plus there, with their country.
 */
export function registerCompatSend(app: App, sending: Sending): void {
  register(app, sending, 'text', Text, ({ body, preview_url }) => ({
    type: 'text',
    text: body,
    previewUrl: preview_url,
  }))
  register(app, sending, 'template', Template, ({ template_name, language_code, parameters }) => ({
    type: 'template',
    name: template_name,
    language: language_code,
    ...(parameters.length > 0 ? { parameters: { body: parameters } } : {}),
  }))
  register(app, sending, 'media', Media, mediaContent)
}

function mediaContent({
  media_type: type,
  media_url: link,
  caption,
  filename,
}: z.infer<typeof Media>): OutboundContent {
  const media = { link }
  if (type === 'audio' || type === 'sticker') return { type, media }
  const captioned = { media, ...(caption ? { caption } : {}) }
  if (type === 'document') return { type, ...captioned, ...(filename ? { filename } : {}) }
  return { type, ...captioned }
}

function register<Body extends z.ZodObject<{ to: z.ZodString }>>(
  app: App,
  sending: Sending,
  name: string,
  schema: Body,
  contentOf: (body: z.infer<Body>) => OutboundContent,
): void {
  app.post(
    `/send/${name}`,
    {
      config: { audit: { interface: 'admin_api', action: 'send' } },
      schema: { summary: `Send ${name} (older address)`, tags: ['compat'], body: schema, response: { 200: Answer } },
    },
    async (request) => {
      const principal = principalOf(request)
      // Fastify has parsed the body by the schema of this route.
      const body = request.body as z.infer<Body>
      const { sends, conversationId, approvalId } = await sendNow(sending, {
        workspaceId: principal.workspaceId,
        caller: callerOf(principal, false),
        to: { waId: body.to.replace(/[^\d]/g, '') },
        content: contentOf(body),
      })
      const [first] = sends
      request.auditSubject = first?.id ?? null
      return {
        status: first?.state ?? 'queued',
        message_id: first?.id ?? '',
        conversation_id: conversationId,
        approval_id: approvalId,
      }
    },
  )
}
