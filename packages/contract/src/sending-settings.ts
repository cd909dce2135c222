import { z } from 'zod'
import { SendPolicy } from './send-states.ts'

const Word = z.string().trim().min(1).max(40)
const Words = z.array(Word).max(200)

/** What holds for everything that a workspace sends. Put as a whole. */
export const SendingSettings = z
  .strictObject({
    allowList: z.array(z.string().trim().min(3).max(140)).max(10_000).nullable().meta({
      description: 'Only these may be written to: phones with + and country, user ids, group ids; null: everybody',
    }),
    assistantPolicy: SendPolicy.meta({
      description: 'What is done with sends of assistants whose key states no policy of its own',
    }),
    stopWords: Words.meta({ description: 'One of these alone opts a contact out, beside the built-in ones' }),
    startWords: Words.meta({ description: 'One of these alone opts a contact in, beside the built-in ones' }),
    ignoredWords: Words.meta({ description: 'Built-in words that mean something else to your customers' }),
  })
  .meta({ id: 'SendingSettings' })
export type SendingSettings = z.infer<typeof SendingSettings>

export const SendingSettingsReport = SendingSettings.extend({
  builtInWords: z.object({
    stop: z.record(z.string(), z.array(z.string())).meta({ description: 'By language' }),
    start: z.record(z.string(), z.array(z.string())).meta({ description: 'By language' }),
  }),
}).meta({ id: 'SendingSettingsReport' })
export type SendingSettingsReport = z.infer<typeof SendingSettingsReport>
