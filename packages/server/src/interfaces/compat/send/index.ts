import { type OutboundContent, OutboundTemplate } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { checkMessage } from '../../../outbox/enqueue.ts'
import { type Asking, SendHeaders, SendQuery, sendAndWait } from '../../answer-send.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending } from '../../sending.ts'

/** With its country and at most the signs that people write in it; anything else would be a number that nobody meant. */
const to = z.string().regex(/^\s*\+?[\d\s().-]+$/, 'is not a phone number with its country, such as 15169007810.')
const Answer = z.object({
  status: z.string(),
  message_id: z.string(),
  conversation_id: z.string(),
  approval_id: z.string().nullable(),
  ignored_parameters: z.array(z.string()).optional().meta({ description: 'What the template has no place for' }),
})

const Text = z.object({ to, body: z.string().min(1), preview_url: z.boolean().default(false) })
const Template = z.object({
  to,
  template_name: z.string().min(1),
  language_code: z.string().min(1).default('en_US'),
  parameters: z.array(z.string()).max(100).default([]),
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
 * come without a plus there, with their country. `Idempotency-Key` and `?wait=accepted` work as at `/v1/messages`.
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
      schema: {
        summary: `Send ${name} (older address)`,
        description: 'In the words of the ingestion system. `POST /v1/messages` is the newer way.',
        tags: ['compat'],
        querystring: SendQuery,
        headers: SendHeaders,
        body: schema,
        response: { 200: Answer },
      },
    },
    async (request) => {
      // Fastify has parsed it by the schemas of this route.
      const { body, query, headers } = request as Asking & { body: z.infer<Body> }
      const target = { waId: body.to.replace(/\D/g, '') }
      const { content, ignored } = await withoutSurplus(sending, request, target, contentOf(body))
      const { sends, conversationId, approvalId } = await sendAndWait(
        sending,
        request,
        { query, headers },
        { to: target, content },
      )
      const [first] = sends
      return {
        status: first?.state ?? 'queued',
        message_id: first?.id ?? '',
        conversation_id: conversationId,
        approval_id: approvalId,
        ...(ignored.length > 0 ? { ignored_parameters: ignored } : {}),
      }
    },
  )
}

/**
 * There `hello_world` is sent with a name, for which Meta's template of that name has no place: Meta would refuse it. What there
 * is no place for is left out and named in the answer.
 */
async function withoutSurplus(
  sending: Sending,
  request: FastifyRequest,
  to: { readonly waId: string },
  content: OutboundContent,
): Promise<{ readonly content: OutboundContent; readonly ignored: string[] }> {
  if (content.type !== 'template' || !Array.isArray(content.parameters?.body)) return { content, ignored: [] }
  const given: readonly unknown[] = content.parameters.body
  const principal = principalOf(request)
  const { workspaceId } = principal
  const caller = callerOf(principal, false)
  for (let kept = given.length; kept >= 0; kept -= 1) {
    const fitting = OutboundTemplate.parse({ ...content, parameters: { body: given.slice(0, kept) } })
    const decision = await checkMessage(sending.pool, sending.rules, { workspaceId, caller, to, content: fitting })
    if (decision.outcome === 'refuse' && decision.code === 'template-parameters-too-many') continue
    const ignored = given.slice(kept).map(String)
    return ignored.length > 0 ? { content: fitting, ignored } : { content, ignored }
  }
  return { content, ignored: [] }
}
