import type { OutboundContent, Template, WorkspaceId } from '@switchboard/contract'
import { TemplateId } from '@switchboard/contract'
import { z } from 'zod'
import { fillVariables } from '../../../liquid/fill-variables.ts'
import { Refusal } from '../../../refusal.ts'
import type { Database } from '../../../store/database.ts'
import { getTemplate } from '../../../store/queries/get-template.ts'
import { fillTemplate } from '../../../templates/fill-template.ts'
import { templateShape } from '../../../templates/template-shape.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf, type Sending, sendNow } from '../../sending.ts'
import { Asked, Contents } from './asked.ts'

const Body = z.object({
  ...Asked,
  templateId: z.uuid().optional().meta({ description: 'Of GET /v1/templates; absent: a text is sent' }),
  contents: Contents.optional().meta({
    description:
      "`body`: the text; or of a template the values of its body's variables by number or name, and `button0` … the end of that button's address",
  }),
})
const Ok = z.object({
  type: z.literal('Ok'),
  value: z.object({
    type: z.literal('DFInternalMessageSent'),
    variant: z.object({
      type: z.literal('WhatsApp'),
      to: z.string(),
      body: z.string(),
      provider: z.object({ type: z.literal('WhatsAppMCP'), messageId: z.string(), status: z.string() }),
    }),
  }),
})
const Err = z.object({
  type: z.literal('Err'),
  err: z.object({ suggestions: z.array(z.string()), responseData: z.string().optional() }),
})
/** Loose: what a schema does not name would be taken from the request. */
const Headers = z.looseObject({ 'idempotency-key': z.string().min(1).max(200).optional() })

/** `POST /api/content/templates/whatsapp/test`: rendered with a user's properties and sent to their `phone`, through the gate. */
export function registerCompatTest(
  app: App,
  { db, sending }: { readonly db: Database; readonly sending: Sending },
): void {
  app.post(
    '/api/content/templates/whatsapp/test',
    {
      config: { audit: { interface: 'dittofeed', action: 'send' } },
      schema: {
        summary: 'Send a test message (older address)',
        description:
          'To `userProperties.phone`. What is refused is answered as `Err` with what to do, as there. `POST /v1/templates/{id}/test` is the newer way.',
        tags: ['compat'],
        headers: Headers,
        body: Body,
        response: { 200: z.union([Ok, Err]) },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const key = request.headers['idempotency-key']
      try {
        const to = phoneOf(request.body.userProperties)
        const { content, text } = await contentOf(db, workspaceId, request.body)
        const enqueued = await sendNow(sending, {
          workspaceId,
          caller: callerOf(principalOf(request), false),
          to: { phone: to },
          content,
          ...(key === undefined ? {} : { idempotencyKey: key }),
        })
        const [first] = enqueued.sends
        request.auditSubject = first?.id ?? null
        const provider = { type: 'WhatsAppMCP' as const, messageId: first?.id ?? '', status: first?.state ?? 'queued' }
        const variant = { type: 'WhatsApp' as const, to, body: text, provider }
        return { type: 'Ok' as const, value: { type: 'DFInternalMessageSent' as const, variant } }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return { type: 'Err' as const, err: { suggestions: [error.detail ?? error.message], responseData: error.code } }
      }
    },
  )
}

type Request = z.infer<typeof Body>

function phoneOf({ phone }: Request['userProperties']): string {
  if (typeof phone === 'string' && phone.trim() !== '') return phone
  throw new Refusal('recipient-invalid', { detail: 'Missing identifying user property value: phone' })
}

async function contentOf(
  db: Database,
  workspaceId: WorkspaceId,
  { templateId, contents = {}, userProperties }: Request,
): Promise<{ readonly content: OutboundContent; readonly text: string }> {
  if (templateId === undefined) {
    const text = textOf(contents, userProperties)
    return { content: { type: 'text', text }, text }
  }
  const template = await getTemplate(db, workspaceId, { templateId: TemplateId.parse(templateId) })
  if (!template) throw new Refusal('not-found', { detail: `There is no template ${templateId}.` })
  const { content, shown } = fillTemplate(template, {
    parameters: {
      body: bodyOf(template, contents, userProperties),
      buttons: buttonsOf(template, contents, userProperties),
    },
    components: undefined,
    variables: userProperties,
  })
  return { content, text: shown.text }
}

function textOf(contents: NonNullable<Request['contents']>, userProperties: Request['userProperties']): string {
  const { value, problems } = fillVariables(contents['body']?.value ?? '', userProperties, 'contents.body.value')
  const [problem] = problems
  if (problem)
    throw new Refusal(problem.kind === 'variable-missing' ? 'template-variable-missing' : 'template-liquid-invalid', {
      detail: `${problem.path}: ${problem.message}.`,
    })
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new Refusal('invalid-request', { detail: 'Give contents.body.value, the text, or a templateId.' })
}

/** Of each button whose address ends in a variable: what is stated as `button<index>`, else the user property of that name. */
function buttonsOf(
  template: Template,
  contents: NonNullable<Request['contents']>,
  userProperties: Request['userProperties'],
) {
  return templateShape(template.components).buttons.flatMap(({ type, url }, index) => {
    const name = `button${index}`
    const property = userProperties[name]
    const value = contents[name]?.value ?? (typeof property === 'string' ? property : undefined)
    if (type !== 'URL' || !url?.variables.length || value === undefined) return []
    return [{ index, subType: 'url' as const, parameters: [value] }]
  })
}

/** What is stated for a variable, else the user property of its name. */
function bodyOf(
  template: Template,
  contents: NonNullable<Request['contents']>,
  userProperties: Request['userProperties'],
) {
  const values = (templateShape(template.components).body?.variables ?? []).map((name): readonly [string, string] => {
    const property = userProperties[name]
    const usual = typeof property === 'string' || typeof property === 'number' ? String(property) : ''
    return [name, contents[name]?.value ?? usual]
  })
  return template.parameterFormat === 'NAMED' ? Object.fromEntries(values) : values.map(([, value]) => value)
}
