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
}

export function partsOf(components: readonly TemplateComponent[]): TemplateParts {
  const part = (type: string) => components.find((each) => each.type.toUpperCase() === type)
  const header = part('HEADER')
  const format = wordOf(header?.['format']).toUpperCase() || 'TEXT'
  return {
    header: header ? { format, text: wordOf(header['text']) } : null,
    body: wordOf(part('BODY')?.['text']),
    footer: wordOf(part('FOOTER')?.['text']),
    buttons: listOf(part('BUTTONS')?.['buttons']).map((button) => ({
      type: wordOf(button['type']).toUpperCase(),
      text: wordOf(button['text']),
      url: wordOf(button['url']),
    })),
  }
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
    const component = components.find((each) => each.type.toUpperCase() === place.toUpperCase())
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
