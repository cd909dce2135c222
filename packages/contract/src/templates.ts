import { z } from 'zod'
import { AccountId } from './ids.ts'
import { OutboundTemplate } from './outbound.ts'
import { PageQuery, Timestamp } from './page.ts'
import { SendResult, SendTarget } from './send.ts'

export const TemplateId = z.uuid().brand('TemplateId')
export type TemplateId = z.infer<typeof TemplateId>

export const TemplateCategory = z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION'])
export type TemplateCategory = z.infer<typeof TemplateCategory>

export const ParameterFormat = z.enum(['POSITIONAL', 'NAMED'])
export type ParameterFormat = z.infer<typeof ParameterFormat>

/** A header, body, footer, buttons … as the provider writes them. */
export const TemplateComponent = z.looseObject({ type: z.string().min(1) }).meta({ id: 'TemplateComponent' })
export type TemplateComponent = z.infer<typeof TemplateComponent>

/** A message that the provider approved for sending outside of the service window, as far as we know it. */
export const Template = z
  .object({
    id: TemplateId,
    transport: z.string(),
    businessAccountId: z.string().meta({ description: 'All numbers of this business can send it' }),
    providerTemplateId: z.string().nullable(),
    name: z.string(),
    language: z.string(),
    category: z
      .string()
      .nullable()
      .meta({ description: 'MARKETING, UTILITY or AUTHENTICATION; the provider may change it' }),
    status: z.string().meta({ description: "APPROVED, PENDING, REJECTED, PAUSED, DISABLED … in the provider's words" }),
    quality: z.string().nullable().meta({ description: 'GREEN, YELLOW, RED or UNKNOWN' }),
    rejectedReason: z.string().nullable(),
    parameterFormat: ParameterFormat,
    components: z.array(TemplateComponent),
    syncedAt: Timestamp.meta({ description: 'When the provider last showed it' }),
    createdAt: Timestamp.meta({ description: 'When it was first known here' }),
    updatedAt: Timestamp,
    deletedAt: Timestamp.nullable().meta({ description: 'The provider has it no more' }),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof Template>

export const TemplateQuery = PageQuery.extend({
  accountId: z.uuid().optional().meta({ description: 'Those that this account can send' }),
  status: z
    .string()
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'APPROVED, PENDING, REJECTED …; in any case of letters' }),
  category: z.string().min(1).max(50).optional().meta({ description: 'MARKETING, UTILITY or AUTHENTICATION' }),
  language: z.string().min(1).max(20).optional().meta({ description: 'Exactly, e.g. en_US' }),
  search: z.string().min(1).max(200).optional().meta({ description: 'Words or beginnings in its name and text' }),
})

const ShownPart = z.object({
  header: z
    .object({
      format: z.string().meta({ description: 'text, image, video, document, location …' }),
      text: z.string().optional(),
      content: z.record(z.string(), z.unknown()).optional().meta({ description: 'The file or place, as it was given' }),
    })
    .nullable(),
  body: z.string().nullable(),
  offer: z.string().nullable(),
  footer: z.string().nullable(),
  buttons: z.array(
    z.object({
      index: z.int(),
      type: z.string(),
      text: z.string(),
      url: z.string().optional(),
      phoneNumber: z.string().optional(),
      payload: z.string().optional().meta({ description: 'What comes back when a customer presses it' }),
      code: z.string().optional(),
    }),
  ),
  text: z.string().meta({ description: 'All of it as plain text, one part a line' }),
})

/** What a customer sees of a template message. */
export const ShownTemplate = ShownPart.extend({
  cards: z.array(ShownPart).meta({ description: 'Of a carousel' }),
}).meta({ id: 'ShownTemplate' })
export type ShownTemplate = z.infer<typeof ShownTemplate>

/** A template to be handed in for review. */
export const CreateTemplate = z
  .strictObject({
    accountId: AccountId.optional().meta({
      description: "Of the business that it is for; absent: the workspace's default",
    }),
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    category: TemplateCategory,
    parameterFormat: ParameterFormat.default('POSITIONAL'),
    components: z.array(TemplateComponent).min(1).max(20),
  })
  .meta({ id: 'CreateTemplate' })
export type CreateTemplate = z.infer<typeof CreateTemplate>

/** A change of a template, which is reviewed again. Name, language and format stay. */
export const EditTemplate = z
  .strictObject({
    category: TemplateCategory.optional().meta({ description: 'Not of an approved one' }),
    components: z.array(TemplateComponent).min(1).max(20).optional().meta({ description: 'All of them' }),
  })
  .refine(({ category, components }) => category !== undefined || components !== undefined, {
    message: 'Give category, components or both.',
  })
  .meta({ id: 'EditTemplate' })
export type EditTemplate = z.infer<typeof EditTemplate>

/** What is put into a template. Texts may be Liquid, done with `variables`. */
const filling = {
  parameters: OutboundTemplate.shape.parameters,
  components: OutboundTemplate.shape.components,
  variables: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'For Liquid in the values: {{ firstName | default: "there" }}' }),
}
export const RenderTemplate = z.strictObject(filling).meta({ id: 'RenderTemplate' })
export type RenderTemplate = z.infer<typeof RenderTemplate>

export const RenderedTemplate = z
  .object({
    content: OutboundTemplate.meta({ description: 'As it would be sent: POST it to /v1/messages' }),
    shown: ShownTemplate,
  })
  .meta({ id: 'RenderedTemplate' })
export type RenderedTemplate = z.infer<typeof RenderedTemplate>

export const TestTemplate = z
  .strictObject({
    to: SendTarget,
    accountId: AccountId.optional().meta({ description: "Absent: an account of the template's business" }),
    ...filling,
  })
  .meta({ id: 'TestTemplate' })
export const TestedTemplate = SendResult.extend({ shown: ShownTemplate }).meta({ id: 'TestedTemplate' })

export const SyncTemplates = z.strictObject({
  accountId: AccountId.optional().meta({ description: 'Only those of its business; absent: of all' }),
})

/** How the reading of a business's templates ended. */
export const TemplateSync = z
  .object({
    businessAccountId: z.string(),
    state: z.enum(['synced', 'failed', 'running', 'stopped']).meta({
      description: 'running: another process reads them, or it takes longer than this request waits',
    }),
    templates: z.int().optional(),
    changed: z.int().optional().meta({ description: 'New, changed or gone since the last time' }),
    failure: z.object({ code: z.string(), sentence: z.string(), remedy: z.string().optional() }).optional(),
  })
  .meta({ id: 'TemplateSync' })
export type TemplateSync = z.infer<typeof TemplateSync>

/** How up to date our copy of a business's templates is. */
export const TemplateSyncState = z
  .object({
    businessAccountId: z.string(),
    syncedAt: Timestamp.nullable().meta({ description: 'When all of them were last read; null: never' }),
    templates: z.int().nullable(),
    running: z.boolean(),
    failure: z
      .object({ code: z.string(), sentence: z.string(), remedy: z.string().optional() })
      .nullable()
      .meta({ description: 'Why the last reading failed' }),
    failures: z.int().meta({ description: 'In a row' }),
    nextAttemptAt: Timestamp.nullable().meta({ description: 'After a failure; otherwise they are read every hour' }),
  })
  .meta({ id: 'TemplateSyncState' })
export type TemplateSyncState = z.infer<typeof TemplateSyncState>
