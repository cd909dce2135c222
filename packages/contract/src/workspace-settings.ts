import { z } from 'zod'
import { WorkspaceId } from './ids.ts'

export const Workspace = z
  .object({
    id: WorkspaceId,
    name: z.string(),
    isFirst: z.boolean().meta({ description: 'The one that the server itself works with: it is not deleted' }),
  })
  .meta({ id: 'Workspace' })
export type Workspace = z.infer<typeof Workspace>

export const UpdateWorkspace = z
  .strictObject({ name: z.string().trim().min(1).max(100) })
  .meta({ id: 'UpdateWorkspace' })
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is a time as 09:30, at most 24:00')
const Span = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from < to, 'must end after it begins')
const Spans = z
  .array(Span)
  .max(6)
  .refine(
    (spans) => spans.every(({ from }, index) => index === 0 || (spans[index - 1]?.to ?? '') <= from),
    'must be in order and not overlap',
  )

/** When somebody answers. Put as a whole. */
export const WorkingHours = z
  .strictObject({
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'is no time zone; one is for example Europe/Berlin')
      .meta({ description: 'IANA name' }),
    days: z
      .strictObject({
        monday: Spans,
        tuesday: Spans,
        wednesday: Spans,
        thursday: Spans,
        friday: Spans,
        saturday: Spans,
        sunday: Spans,
      })
      .meta({ description: 'Spans of each day, in that time zone; none: closed' }),
    holidays: z
      .array(z.strictObject({ date: z.iso.date(), name: z.string().trim().max(100) }))
      .max(400)
      .meta({ description: 'Days on which nobody answers' }),
  })
  .meta({ id: 'WorkingHours' })
export type WorkingHours = z.infer<typeof WorkingHours>

export const WorkingHoursReport = z
  .object({
    workingHours: WorkingHours.nullable().meta({ description: 'null: none were set; then it is always open' }),
    open: z.boolean().meta({ description: 'Whether it is open at this moment' }),
  })
  .meta({ id: 'WorkingHoursReport' })
export type WorkingHoursReport = z.infer<typeof WorkingHoursReport>

const Days = z.int().min(1).max(36_500)

/** How long messages are kept. */
export const RetentionSettings = z
  .strictObject({
    days: Days.nullable().meta({
      description: 'Days that messages and calls of this workspace are kept; null: as long as the server keeps them',
    }),
  })
  .meta({ id: 'RetentionSettings' })
export type RetentionSettings = z.infer<typeof RetentionSettings>

const Kept = z.object({
  days: Days.nullable().meta({ description: 'null: for ever' }),
  variable: z.string().meta({ description: 'The environment variable of the server that says so' }),
})

export const RetentionReport = RetentionSettings.extend({
  effectiveDays: Days.nullable().meta({ description: 'What holds for messages and calls; null: for ever' }),
  server: z
    .object({ messages: Kept, audit: Kept })
    .meta({ description: 'What holds for every workspace of this server' }),
}).meta({ id: 'RetentionReport' })
export type RetentionReport = z.infer<typeof RetentionReport>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
