import { z } from 'zod'

const values = z.array(z.string())

/** Texts only, which is what assistants fill in; a file in a header goes by REST. */
export const templateParameters = z
  .strictObject({
    header: values.optional().describe('Of a text header'),
    body: z
      .union([values, z.record(z.string(), z.string())])
      .optional()
      .describe('In order for {{1}}, {{2}} …; by name for {{first_name}} …'),
    buttons: z
      .array(
        z.strictObject({
          index: z.int().min(0).max(9),
          subType: z.enum(['url', 'quick_reply', 'copy_code']),
          value: z.string(),
        }),
      )
      .optional()
      .describe('Of buttons with a variable'),
  })
  .describe('Values of the template’s variables, as list_templates shows them')

export type TemplateParameters = z.infer<typeof templateParameters>

/** In the words of a send request. */
export function templateContent(name: string, language: string, parameters: TemplateParameters | undefined) {
  const { header, body, buttons } = parameters ?? {}
  const filled = {
    ...(header === undefined ? {} : { header }),
    ...(body === undefined ? {} : { body }),
    ...(buttons === undefined ? {} : { buttons: buttons.map(buttonOf) }),
  }
  return { type: 'template' as const, name, language, ...(parameters === undefined ? {} : { parameters: filled }) }
}

type Button = NonNullable<TemplateParameters['buttons']>[number]

function buttonOf({ index, subType, value }: Button) {
  const parameter = {
    url: { type: 'text', text: value },
    quick_reply: { type: 'payload', payload: value },
    copy_code: { type: 'coupon_code', coupon_code: value },
  }[subType]
  return { index, subType, parameters: [parameter] }
}
