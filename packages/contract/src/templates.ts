import { z } from 'zod'
import { PageQuery, Timestamp } from './page.ts'

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
