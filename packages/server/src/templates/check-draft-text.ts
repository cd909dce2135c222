import { isObject, type JsonObject, lengthOf, listAt, objectAt, wordAt } from './json-parts.ts'
import { textShape } from './variables.ts'

export interface DraftProblem {
  /** Within the draft, e.g. `components[1].text`. */
  readonly path: string
  readonly message: string
}

export interface TextRules {
  readonly at: string
  readonly format: 'POSITIONAL' | 'NAMED'
  /** Characters. */
  readonly limit: number
  /** As examples name it: body_text, header_text. */
  readonly part: 'body' | 'header'
  /** Variables at most. */
  readonly most?: number
  /** Variables stand inside of the text: neither at its ends nor side by side. */
  readonly inside: boolean
}

/** The text of a body or header: its length, its variables, and an example of each for the review. */
export function checkDraftText(component: JsonObject, rules: TextRules): DraftProblem[] {
  const { at, limit, inside, most } = rules
  const path = `${at}.text`
  const text = wordAt(component, 'text')
  if (!text?.trim()) return [{ path, message: 'is empty' }]
  const problems: DraftProblem[] = []
  const say = (message: string) => problems.push({ path, message })
  const length = lengthOf(text)
  if (length > limit) say(`has ${length} characters; ${limit} are possible`)
  for (const { index } of text.matchAll(/\{\{(?!\s*[^{}\s]+\s*\}\})/g))
    say(`"{{" at character ${index + 1} begins no variable; write {{1}} or {{first_name}}`)
  const { variables } = textShape(text)
  if (inside && /^\s*\{\{[^{}]*\}\}/.test(text)) say('begins with a variable; WhatsApp wants text before it')
  if (inside && /\{\{[^{}]*\}\}\s*$/.test(text)) say('ends with a variable; WhatsApp wants text after it')
  const beside = /\{\{[^{}]*\}\}\s*\{\{/.exec(text)
  if (inside && beside) say(`has two variables side by side at character ${beside.index + 1}; put text between them`)
  if (most !== undefined && variables.length > most) say(`has ${variables.length} variables; ${most} is possible`)
  const misnamed = checkNames(variables, rules.format)
  if (misnamed !== null) say(misnamed)
  else problems.push(...checkExamples(component, variables, rules))
  return problems
}

function checkNames(variables: readonly string[], format: TextRules['format']): string | null {
  if (format === 'NAMED') {
    const odd = variables.find((name) => !/^[a-z_][a-z0-9_]*$/.test(name))
    return odd === undefined
      ? null
      : `names a variable {{${odd}}}; names take lower case letters, digits and underscores`
  }
  const odd = variables.find((name) => !/^[1-9]\d{0,2}$/.test(name))
  if (odd !== undefined)
    return `numbers its variables, and {{${odd}}} is no number from 1; or set parameterFormat to NAMED`
  const gap = variables.findIndex((name, index) => name !== String(index + 1))
  return gap < 0 ? null : `has {{${variables[gap]}}} but no {{${gap + 1}}}; variables are numbered from 1 without gaps`
}

function checkExamples(component: JsonObject, variables: readonly string[], rules: TextRules): DraftProblem[] {
  if (variables.length === 0) return []
  const { at, format, part } = rules
  const example = objectAt(component, 'example')
  if (format === 'NAMED') {
    const path = `${at}.example.${part}_text_named_params`
    const given = listAt(example, `${part}_text_named_params`).filter(isObject)
    return variables
      .filter((name) => !given.some((each) => each['param_name'] === name && wordAt(each, 'example')?.trim()))
      .map((name) => ({ path, message: `the review needs an example of {{${name}}}` }))
  }
  const rows = listAt(example, `${part}_text`)
  const values: readonly unknown[] = part === 'body' && Array.isArray(rows[0]) ? rows[0] : rows
  const path = `${at}.example.${part}_text${part === 'body' ? '[0]' : ''}`
  return variables.flatMap((name, index) => {
    const value = values[index]
    if (typeof value === 'string' && value.trim() !== '') return []
    return [{ path: `${path}[${index}]`, message: `the review needs an example of {{${name}}}` }]
  })
}
