import { z } from 'zod'

export const LabelId = z.uuid().brand('LabelId')
export type LabelId = z.infer<typeof LabelId>

/** Names, not values: each theme has a shade of its own for them that can be read. */
export const labelColours = [
  'grey',
  'red',
  'orange',
  'amber',
  'green',
  'teal',
  'blue',
  'indigo',
  'purple',
  'pink',
] as const
export const LabelColour = z.enum(labelColours)
export type LabelColour = z.infer<typeof LabelColour>

/** A word of the workspace's by which conversations are told apart. */
export const Label = z.object({ id: LabelId, name: z.string(), colour: LabelColour }).meta({ id: 'Label' })
export type Label = z.infer<typeof Label>

const LabelName = z.string().trim().min(1).max(50)

export const CreateLabel = z.strictObject({ name: LabelName, colour: LabelColour.default('grey') })
export type CreateLabel = z.infer<typeof CreateLabel>

/** What is absent stays. */
export const UpdateLabel = z.strictObject({ name: LabelName.optional(), colour: LabelColour.optional() })
export type UpdateLabel = z.infer<typeof UpdateLabel>
