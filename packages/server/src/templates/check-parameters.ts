import type { ParameterFormat } from '@switchboard/contract'
import { checkButtons } from './check-button-parameters.ts'
import type { Given, GivenPart, GivenValue } from './given-parameters.ts'
import { lengthOf, objectAt, wordAt } from './json-parts.ts'
import type { ParameterProblem } from './parameter-problem.ts'
import type { HeaderShape, TemplateShape } from './template-shape.ts'
import { fillText, type TextShape } from './variables.ts'

/** Everything that keeps what was given from filling the template exactly; [] where it does. */
export function checkParameters(shape: TemplateShape, format: ParameterFormat, given: Given): ParameterProblem[] {
  return [
    ...given.odd.map((odd) => ({ kind: 'wrong' as const, ...odd })),
    ...checkHeader(shape.header, format, given.header),
    ...checkText(shape.body, format, given.body),
    ...tooLong(shape.body, format, given.body, { what: 'body', limit: 1_024 }),
    ...checkButtons(shape.buttons, given),
    ...checkOffer(shape, given.offer),
    ...checkCards(shape.cards, format, given),
  ]
}

function checkHeader(header: HeaderShape | null, format: ParameterFormat, part: GivenPart): ParameterProblem[] {
  if (!header?.text) return header ? checkMedia(header.format, part) : checkText(null, format, part)
  return [...checkText(header.text, format, part), ...tooLong(header.text, format, part, { what: 'header', limit: 60 })]
}

function checkMedia(kind: string, { path, values }: GivenPart): ParameterProblem[] {
  const [value, ...others] = values
  if (!value) return [{ kind: 'missing', path: `${path}[0]`, message: `the header's ${kind} is not given` }]
  const tooMany = others.map((other) => ({
    kind: 'too-many' as const,
    path: other.path,
    message: `the header has one ${kind}`,
  }))
  const content = objectAt(value.value, kind)
  const isFile = ['image', 'video', 'document'].includes(kind)
  if (value.type !== kind || !content)
    return [
      {
        kind: 'wrong',
        path: value.path,
        message: `the header wants {"type": "${kind}", "${isFile ? 'media' : kind}": {…}}`,
      },
      ...tooMany,
    ]
  if (isFile && !value.isFile && !wordAt(content, 'id') && !wordAt(content, 'link'))
    return [
      { kind: 'missing', path: `${value.path}.${kind}`, message: `the ${kind} has neither an id nor a link` },
      ...tooMany,
    ]
  return tooMany
}

/** `shape` null: there is no such part, so nothing may be given for it. */
function checkText(shape: TextShape | null, format: ParameterFormat, part: GivenPart): ParameterProblem[] {
  const variables = shape?.variables ?? []
  return format === 'NAMED' ? checkNamed(variables, part) : checkNumbered(variables, part)
}

function checkNumbered(variables: readonly string[], { path, values }: GivenPart): ParameterProblem[] {
  const named = values.find(({ name }) => name !== undefined)
  if (named)
    return [
      { kind: 'wrong', path: named.path, message: 'the template numbers its variables; give a list, without names' },
    ]
  const missing = variables.flatMap((variable, index) => {
    const value = values[index]
    return value ? checkValue(variable, value) : [noValue(variable, `${path}[${index}]`)]
  })
  return [...missing, ...values.slice(variables.length).map((value) => notWanted(variables, value))]
}

function checkNamed(variables: readonly string[], { path, values }: GivenPart): ParameterProblem[] {
  const problems: ParameterProblem[] = []
  const seen = new Set<string>()
  for (const value of values) {
    if (value.name === undefined)
      problems.push({
        kind: 'wrong',
        path: value.path,
        message: `the template names its variables (${variables.join(', ') || 'none here'}); give the name`,
      })
    else if (!variables.includes(value.name)) problems.push(notWanted(variables, value))
    else if (seen.has(value.name))
      problems.push({ kind: 'too-many', path: value.path, message: `{{${value.name}}} is given twice` })
    else problems.push(...checkValue(value.name, value))
    seen.add(value.name ?? '')
  }
  const inRecord = path.startsWith('parameters.') && path.endsWith('.body')
  for (const variable of variables)
    if (!seen.has(variable)) problems.push(noValue(variable, inRecord ? `${path}.${variable}` : path))
  return problems
}

/** Meta refuses them within a text that stands in a variable. */
const notInVariables = /[\n\r\t]| {5}/

function checkValue(variable: string, value: GivenValue): ParameterProblem[] {
  const { path, type, text } = value
  if (!['text', 'currency', 'date_time'].includes(type))
    return [
      {
        kind: 'wrong',
        path,
        message: `{{${variable}}} wants a text, currency or date_time, not ${type || 'nothing named'}`,
      },
    ]
  if (text === undefined || text.trim() === '')
    return [{ kind: 'missing', path, message: `{{${variable}}} has no value` }]
  if (notInVariables.test(text))
    return [
      {
        kind: 'wrong',
        path,
        message: `{{${variable}}} has a line break, a tab or five spaces in a row, which WhatsApp does not take`,
      },
    ]
  return []
}

function noValue(variable: string, path: string): ParameterProblem {
  return { kind: 'missing', path, message: `{{${variable}}} has no value` }
}

function notWanted(variables: readonly string[], { path }: GivenValue): ParameterProblem {
  const has = variables.length === 0 ? 'no variables' : `only ${variables.map((name) => `{{${name}}}`).join(', ')}`
  return { kind: 'too-many', path, message: `the template has ${has} here` }
}

function tooLong(
  shape: TextShape | null,
  format: ParameterFormat,
  part: GivenPart,
  { what, limit }: { readonly what: string; readonly limit: number },
): ParameterProblem[] {
  if (!shape || shape.variables.length === 0) return []
  const length = lengthOf(fillText(shape, valuesFor(shape, format, part)))
  if (length <= limit) return []
  return [
    {
      kind: 'wrong',
      path: part.path,
      message: `filled in, the ${what} has ${length} characters; ${limit} are possible`,
    },
  ]
}

/** What stands in each variable. */
export function valuesFor(
  { variables }: TextShape,
  format: ParameterFormat,
  { values }: GivenPart,
): (variable: string) => string | undefined {
  if (format === 'NAMED') return (variable) => values.find(({ name }) => name === variable)?.text
  return (variable) => values[variables.indexOf(variable)]?.text
}

function checkOffer({ offer }: TemplateShape, { path, values }: GivenPart): ParameterProblem[] {
  const [value] = values
  if (!offer?.expires)
    return value ? [{ kind: 'too-many', path: value.path, message: 'the template has no offer that ends' }] : []
  const ends = objectAt(value?.value, 'limited_time_offer')?.['expiration_time_ms']
  if (typeof ends === 'number' || (typeof ends === 'string' && ends !== '')) return []
  return [
    {
      kind: 'missing',
      path: `${path}[0].limited_time_offer.expiration_time_ms`,
      message: 'the end of the offer is not given',
    },
  ]
}

function checkCards(
  shapes: readonly TemplateShape[],
  format: ParameterFormat,
  { cards, cardsPath }: Given,
): ParameterProblem[] {
  const problems: ParameterProblem[] = []
  for (const { index, path } of cards)
    if (!shapes[index])
      problems.push({
        kind: 'too-many',
        path,
        message:
          shapes.length === 0
            ? 'the template has no cards'
            : `there is no card ${index} among the template's ${shapes.length}`,
      })
  for (const [index, shape] of shapes.entries()) {
    const [card, second] = cards.filter((each) => each.index === index)
    if (second) problems.push({ kind: 'too-many', path: second.path, message: `card ${index} is given twice` })
    if (card) problems.push(...checkParameters(shape, format, card.given))
    else if (wantsValues(shape))
      problems.push({ kind: 'missing', path: cardsPath, message: `card ${index} is not given` })
  }
  return problems
}

function wantsValues({ header, body, buttons }: TemplateShape): boolean {
  return Boolean(
    (header && (!header.text || header.text.variables.length > 0)) ||
      (body && body.variables.length > 0) ||
      buttons.some(({ url, type }) => (url?.variables.length ?? 0) > 0 || type === 'COPY_CODE'),
  )
}
