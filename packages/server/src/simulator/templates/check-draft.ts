import { z } from 'zod'
import { GraphError, type Json, parameterError } from '../graph-error.ts'
import { objectsAt, textAt } from '../json-fields.ts'
import { parseBody } from '../messages/parse-body.ts'
import { componentOf, variablesIn } from './template.ts'

const Draft = z.object({
  name: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[a-z0-9_]+$/),
  language: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/),
  category: z
    .string()
    .transform((category) => category.toUpperCase())
    .pipe(z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION'])),
  parameter_format: z
    .string()
    .transform((format) => format.toUpperCase())
    .pipe(z.enum(['POSITIONAL', 'NAMED']))
    .default('POSITIONAL'),
  components: z.array(z.looseObject({ type: z.string().min(1) })).min(1),
})

/**
 * A template that is handed in.
 * @throws {GraphError} code 100, with Meta's subcodes for what is wrong with the text
 */
export function checkDraft(body: unknown): z.infer<typeof Draft> {
  const draft = parseBody(Draft, body)
  const bodyPart = componentOf(draft, 'BODY')
  if (!bodyPart) throw parameterError('A template needs a BODY component.')
  const text = textAt(bodyPart, 'text')
  if (text === undefined) {
    if (draft.category === 'AUTHENTICATION') return draft
    throw parameterError("The parameter components['BODY']['text'] is required.")
  }
  checkText(text, draft.parameter_format)
  checkExamples(bodyPart, text)
  checkOthers(draft)
  return draft
}

function checkText(text: string, format: 'POSITIONAL' | 'NAMED'): void {
  if (text.length > 1_024) throw refused(2388040, 'The body of the template has more than 1,024 characters.')
  if (/^\s*\{\{[^}]*\}\}|\{\{[^}]*\}\}\s*$/.test(text))
    throw refused(2388299, 'The body of the template begins or ends with a parameter.')
  const names = variablesIn(text)
  if (names.length > 0 && text.replaceAll(/\{\{[^}]*\}\}/g, '').split(/\s+/).length < names.length * 2 + 1)
    throw refused(2388293, 'The body of the template has too many parameters for its length.')
  const asked = format === 'NAMED' ? /^[a-z_][a-z0-9_]*$/ : /^\d+$/
  const inOrder = format === 'NAMED' || names.every((name, index) => name === String(index + 1))
  if (!names.every((name) => asked.test(name)) || !inOrder)
    throw refused(2388072, `The parameters of the body are not those of a ${format} template: ${names.join(', ')}.`)
}

/** Who reviews wants to see what goes into the parameters. */
function checkExamples(bodyPart: Json, text: string): void {
  const names = variablesIn(text)
  const example = bodyPart['example']
  if (names.length > 0 && (typeof example !== 'object' || example === null))
    throw refused(2388072, 'The body has parameters, and component BODY gives no example of them.')
}

function checkOthers(draft: z.infer<typeof Draft>): void {
  const header = componentOf(draft, 'HEADER')
  if ((textAt(header, 'text') ?? '').length > 60)
    throw refused(2388047, 'The header of the template has more than 60 characters.')
  const footer = textAt(componentOf(draft, 'FOOTER'), 'text') ?? ''
  if (footer.length > 60 || variablesIn(footer).length > 0)
    throw refused(2388073, 'The footer of the template has more than 60 characters or a parameter.')
  const buttons = objectsAt(componentOf(draft, 'BUTTONS'), 'buttons')
  if (buttons.length > 10) throw parameterError('A template has at most 10 buttons.')
}

function refused(subcode: number, sentence: string): GraphError {
  return new GraphError({ httpStatus: 400, code: 100, subcode, message: 'Invalid parameter', details: sentence })
}
