import type { OutboundContent, Template, TemplateComponent } from '@switchboard/contract'

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

/** Something that has to be given to send a template. */
export interface TemplateField {
  /** Names it among the values: `body 1`, `header name`, `button 0`, `media`. */
  readonly key: string
  readonly place: 'header' | 'body' | 'button' | 'code' | 'media'
  /** The variable's name, the button's words, the format of the file. */
  readonly name: string
  /** As it was given to the review. */
  readonly example: string
}

export type FieldValues = Readonly<Record<string, string>>

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

/** The variables of a text in their order, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
}

/** What a template needs to be sent, in the order in which a customer reads it. */
export function fieldsOf(components: readonly TemplateComponent[]): TemplateField[] {
  const { header, body, buttons } = partsOf(components)
  const examples = examplesOf(components)
  const inText = (place: 'header' | 'body', text: string) =>
    variablesIn(text).map((name) => ({
      key: `${place} ${name}`,
      place,
      name,
      example: examples[`${place} ${name}`] ?? '',
    }))
  const fields: TemplateField[] = []
  if (header?.format === 'TEXT') fields.push(...inText('header', header.text))
  else if (header) fields.push({ key: 'media', place: 'media', name: header.format.toLowerCase(), example: '' })
  fields.push(...inText('body', body))
  for (const [index, { type, text, url }] of buttons.entries()) {
    const place = type === 'COPY_CODE' ? 'code' : 'button'
    if (place === 'code' || url.includes('{{')) fields.push({ key: `button ${index}`, place, name: text, example: '' })
  }
  return fields
}

/** Values by the keys of their fields, as a message carries them. */
export function parametersOf(
  { components, parameterFormat }: Pick<Template, 'components' | 'parameterFormat'>,
  values: FieldValues,
): NonNullable<Extract<OutboundContent, { type: 'template' }>['parameters']> {
  const fields = fieldsOf(components)
  const at = (place: TemplateField['place']) => fields.filter((field) => field.place === place)
  const givenFor = ({ key }: TemplateField) => values[key] ?? ''
  const [media] = at('media')
  const header = media ? [{ type: media.name, media: { link: givenFor(media) } } as const] : at('header').map(givenFor)
  const body = at('body')
  const buttons = fields
    .filter(({ place }) => place === 'button' || place === 'code')
    .map((field) => ({
      index: Number(field.key.split(' ')[1]),
      subType: field.place === 'code' ? 'copy_code' : 'url',
      parameters: [givenFor(field)],
    }))
  const filled =
    parameterFormat === 'NAMED'
      ? Object.fromEntries(body.map((field) => [field.name, givenFor(field)]))
      : body.map(givenFor)
  return {
    ...(header.length > 0 ? { header: [...header] } : undefined),
    ...(body.length > 0 ? { body: filled } : undefined),
    ...(buttons.length > 0 ? { buttons } : undefined),
  } as ReturnType<typeof parametersOf> // a file's type is one of the formats that templates have, which the server checks
}

/** A text with its variables filled; those without a value stay. */
export function fillText(text: string, place: 'header' | 'body', values: FieldValues): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => values[`${place} ${name}`] || whole)
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
