import { graphError, type Json } from '../graph-error.ts'
import { isObject, textAt } from '../json-fields.ts'
import type { TemplateComponent, TemplateContent } from '../messages/content-schemas.ts'
import { buttonsOf, cardsOf, componentOf, type Template, variablesIn } from './template.ts'

type Parameter = NonNullable<TemplateComponent['parameters']>[number]

/**
 * Whether what is sent fills the template exactly, and each card of a carousel.
 * @throws {GraphError} 132000 (count), 132012 (kind or name), 131008 (empty or missing), 132005 (too long)
 */
export function checkParameters(template: Template, { components = [] }: TemplateContent): void {
  checkPart(template, components)
  const cards = cardsOf(template)
  const filled = filledCards(components)
  if (filled.length !== cards.length)
    throw graphError(132000, `carousel: the template has ${cards.length} cards, and ${filled.length} were given.`)
  for (const [index, card] of cards.entries()) checkPart(card, componentsOfCard(filled, index))
}

function checkPart(template: Template, given: readonly TemplateComponent[]): void {
  checkHeader(template, given.find(({ type }) => type === 'header')?.parameters ?? [])
  const text = textAt(componentOf(template, 'BODY'), 'text') ?? ''
  const body = given.find(({ type }) => type === 'body')?.parameters ?? []
  checkTexts('body', template, text, body)
  if (fill(text, body).length > 1_024) throw graphError(132005)
  for (const [index, button] of buttonsOf(template).entries())
    if (button.needs)
      checkButton(
        index,
        given.find((component) => component.type === 'button' && component.index === index),
      )
}

type Filled = NonNullable<NonNullable<TemplateContent['components']>[number]['cards']>

/** What was given for the cards of a carousel. */
export function filledCards(components: NonNullable<TemplateContent['components']>): Filled {
  return components.find(({ type }) => type === 'carousel')?.cards ?? []
}

/** What was given for the card at this place. */
export function componentsOfCard(filled: Filled, index: number): readonly TemplateComponent[] {
  return filled.find(({ card_index }) => card_index === index)?.components ?? []
}

function checkHeader(template: Template, parameters: readonly Parameter[]): void {
  const header = componentOf(template, 'HEADER')
  const format = textAt(header, 'format')?.toUpperCase() ?? 'TEXT'
  if (format === 'TEXT') return checkTexts('header', template, textAt(header, 'text') ?? '', parameters)
  const kind = format.toLowerCase()
  const [parameter] = parameters
  if (!parameter) throw graphError(132012, `header: the template wants one ${kind}, and none was given.`)
  if (parameter.type !== kind || !isObject(parameter[kind]))
    throw graphError(132012, `header: the template wants ${format}, and ${parameter.type} was given.`)
}

function checkTexts(where: string, template: Template, text: string, parameters: readonly Parameter[]): void {
  const wanted = variablesIn(text)
  if (wanted.length !== parameters.length)
    throw graphError(
      132000,
      `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${wanted.length})`,
    )
  for (const [index, parameter] of parameters.entries()) {
    if (!['text', 'currency', 'date_time'].includes(parameter.type))
      throw graphError(132012, `${where}: parameter ${index + 1} is ${parameter.type}, and a text is wanted.`)
    if (parameter.type === 'text' && !textAt(parameter, 'text'))
      throw graphError(131008, `${where}: parameter ${index + 1} of type text has no text.`)
    if (template.parameterFormat === 'NAMED' && !wanted.includes(textAt(parameter, 'parameter_name') ?? ''))
      throw graphError(
        132012,
        `${where}: the template has no parameter ${textAt(parameter, 'parameter_name') ?? 'without a name'}; it has ${wanted.join(', ')}.`,
      )
  }
}

function checkButton(index: number, given: TemplateComponent | undefined): void {
  const [parameter] = given?.parameters ?? []
  if (!parameter) throw graphError(131008, `button: the button at index ${index} needs a parameter.`)
  if (!(textAt(parameter, 'text') || textAt(parameter, 'coupon_code') || textAt(parameter, 'payload')))
    throw graphError(131008, `button: the parameter of the button at index ${index} is empty.`)
}

/** A text with its parameters in their places. */
export function fill(text: string, parameters: readonly Json[]): string {
  const names = variablesIn(text)
  return text.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    const byName = parameters.find((parameter) => textAt(parameter, 'parameter_name') === name)
    const parameter = byName ?? parameters[names.indexOf(name)]
    return parameter === undefined ? whole : wordsOf(parameter)
  })
}

function wordsOf(parameter: Json): string {
  const { currency, date_time } = parameter
  const code = textAt(parameter, 'text') ?? textAt(parameter, 'coupon_code')
  return code ?? textAt(currency, 'fallback_value') ?? textAt(date_time, 'fallback_value') ?? ''
}
