import type { TemplateComponent } from '@switchboard/contract'

export interface TemplateButton {
  /** In capitals, as the provider writes it. */
  readonly type: string
  readonly text: string
  readonly url: string
}

/** What of a template a customer sees. */
export interface TemplateParts {
  /** In capitals: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION. */
  readonly header: { readonly format: string; readonly text: string } | null
  readonly body: string
  readonly footer: string
  readonly buttons: readonly TemplateButton[]
  /** Of a carousel. */
  readonly cards: readonly TemplateParts[]
}

/** The components of each card of a carousel. */
export function cardsOf(components: readonly TemplateComponent[]): TemplateComponent[][] {
  // What a provider shows as the components of a card is what it shows as those of a template.
  return listOf(partIn(components, 'CAROUSEL')?.['cards']).map(
    (card) => listOf(card['components']) as TemplateComponent[],
  )
}

/** How the keys of the fields of a card begin. */
export function cardPlace(index: number): string {
  return `card ${index} `
}

/** The component of that type, in capitals. */
export function partIn(components: readonly TemplateComponent[], type: string): TemplateComponent | undefined {
  return components.find((each) => each.type.toUpperCase() === type)
}

export function partsOf(components: readonly TemplateComponent[]): TemplateParts {
  const part = (type: string) => partIn(components, type)
  const header = part('HEADER')
  const format = wordOf(header?.['format']).toUpperCase() || 'TEXT'
  return {
    header: header ? { format, text: wordOf(header['text']) } : null,
    body: bodyOf(part('BODY')),
    footer: footerOf(part('FOOTER')),
    buttons: listOf(part('BUTTONS')?.['buttons']).map((button) => ({
      type: wordOf(button['type']).toUpperCase(),
      text: wordOf(button['text']) || wordOf(button['autofill_text']),
      url: wordOf(button['url']),
    })),
    cards: cardsOf(components).map(partsOf),
  }
}

/* Around a one-time code WhatsApp writes itself, in the template's language. Until it has, this is what it writes in English. */

function bodyOf(body: TemplateComponent | undefined): string {
  const text = wordOf(body?.['text'])
  const warns = body?.['add_security_recommendation']
  if (text !== '' || typeof warns !== 'boolean') return text
  return `*{{1}}* is your verification code.${warns ? ' For your security, do not share this code.' : ''}`
}

function footerOf(footer: TemplateComponent | undefined): string {
  const minutes = footer?.['code_expiration_minutes']
  const text = wordOf(footer?.['text'])
  return text === '' && typeof minutes === 'number' ? `This code expires in ${minutes} minutes.` : text
}

/** The variables of a text, each once: numbers by their size, names by where they come first. */
export function variablesIn(text: string): string[] {
  const names = [...new Set([...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
  return names.every((name) => /^\d+$/.test(name)) ? names.toSorted((a, b) => Number(a) - Number(b)) : names
}

/** What was given to the review, by the key of the field. */
export function examplesOf(components: readonly TemplateComponent[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const place of ['header', 'body'] as const) {
    const component = partIn(components, place.toUpperCase())
    const example = component?.['example']
    if (!isRecord(example)) continue
    for (const each of listOf(example[`${place}_text_named_params`]))
      found[`${place} ${wordOf(each['param_name'])}`] = wordOf(each['example'])
    const given: unknown = example[`${place}_text`]
    const row: unknown = Array.isArray(given) && Array.isArray(given[0]) ? given[0] : given
    if (!Array.isArray(row)) continue
    for (const [index, name] of variablesIn(wordOf(component?.['text'])).entries())
      found[`${place} ${name}`] = wordOf(row[index])
  }
  for (const [index, card] of cardsOf(components).entries())
    for (const [key, example] of Object.entries(examplesOf(card))) found[`${cardPlace(index)}${key}`] = example
  return found
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
