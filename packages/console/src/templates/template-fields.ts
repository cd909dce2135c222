import type { MediaSource, OutboundContent, Template, TemplateComponent } from '@switchboard/contract'
import { readCoordinates } from '../places/read-coordinates.ts'
import { examplesOf, isRecord, partsOf, variablesIn, wordOf } from './template-parts.ts'

/** Something that has to be given to send a template. */
export interface TemplateField {
  /** Names it among the values: `body 1`, `header name`, `button 0`, `media`, `place`. */
  readonly key: string
  readonly place: 'header' | 'body' | 'button' | 'code' | 'media' | 'place'
  /** The variable's name, the button's words, the format of the file. */
  readonly name: string
  /** As it was given to the review. */
  readonly example: string
}

export type FieldValues = Readonly<Record<string, string>>

/** The file in a template's header. */
export interface HeaderFile {
  readonly media: MediaSource
  readonly filename?: string | undefined
}

export type TemplateParameters = NonNullable<Extract<OutboundContent, { type: 'template' }>['parameters']>

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
  else if (header?.format === 'LOCATION') fields.push({ key: 'place', place: 'place', name: '', example: '' })
  else if (header) fields.push({ key: 'media', place: 'media', name: header.format.toLowerCase(), example: '' })
  fields.push(...inText('body', body))
  for (const [index, { type, text, url }] of buttons.entries()) {
    const key = `button ${index}`
    // A one-time code stands in the text as well, and is given there.
    if (type === 'COPY_CODE' || (type === 'OTP' && variablesIn(body).length === 0))
      fields.push({ key, place: 'code', name: text, example: '' })
    else if (url.includes('{{')) fields.push({ key, place: 'button', name: text, example: '' })
  }
  return fields
}

/** It has a part whose values are given over the API only: the cards of a carousel, an offer that ends. */
export function isBeyond(components: readonly TemplateComponent[]): boolean {
  return components.some(({ type }) => !['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(type.toUpperCase()))
}

/** Nothing is missing, as far as that is known here. */
export function isFilled(fields: readonly TemplateField[], values: FieldValues, file?: HeaderFile): boolean {
  return fields.every(({ key, place }) => {
    if (place === 'media' && file) return true
    if (place === 'place') return readCoordinates(values[key] ?? '') !== undefined
    return (values[key] ?? '').trim() !== ''
  })
}

/** Values by the keys of their fields, as a message carries them. @param file absent: the header's is a link among the values */
export function parametersOf(
  { components, parameterFormat }: Pick<Template, 'components' | 'parameterFormat'>,
  values: FieldValues,
  file?: HeaderFile,
): TemplateParameters {
  const fields = fieldsOf(components)
  const at = (place: TemplateField['place']) => fields.filter((field) => field.place === place)
  const givenFor = ({ key }: TemplateField) => values[key] ?? ''
  const header = [...headerOf(fields, values, file), ...at('header').map(givenFor)]
  const body = at('body')
  const buttons = buttonsOf(components, fields, values)
  const filled =
    parameterFormat === 'NAMED'
      ? Object.fromEntries(body.map((field) => [field.name, givenFor(field)]))
      : body.map(givenFor)
  return {
    ...(header.length > 0 ? { header } : undefined),
    ...(body.length > 0 ? { body: filled } : undefined),
    ...(buttons.length > 0 ? { buttons } : undefined),
  }
}

function headerOf(
  fields: readonly TemplateField[],
  values: FieldValues,
  file: HeaderFile | undefined,
): NonNullable<TemplateParameters['header']> {
  const [field] = fields.filter(({ place }) => place === 'media' || place === 'place')
  if (!field) return []
  const value = values[field.key] ?? ''
  if (field.place === 'place') return [{ type: 'location', location: readCoordinates(value) ?? {} }]
  const { media, filename } = file ?? { media: { link: value } }
  return [{ type: field.name, media, ...(field.name === 'document' && filename ? { filename } : {}) }]
}

function buttonsOf(
  components: readonly TemplateComponent[],
  fields: readonly TemplateField[],
  values: FieldValues,
): NonNullable<TemplateParameters['buttons']> {
  const [code] = fields.filter(({ place }) => place === 'body')
  return partsOf(components).buttons.flatMap(({ type }, index) => {
    const field = fields.find(({ key }) => key === `button ${index}`) ?? (type === 'OTP' ? code : undefined)
    if (!field) return []
    const subType = type === 'COPY_CODE' ? 'copy_code' : 'url'
    return [{ index, subType, parameters: [values[field.key] ?? ''] }]
  })
}

/** What a message that is to be sent has in the fields of its template. */
export function valuesIn(
  { components }: Pick<Template, 'components'>,
  { header = [], body = [], buttons = [] }: TemplateParameters,
): { readonly values: FieldValues; readonly file: HeaderFile | undefined } {
  const values: Record<string, string> = {}
  let file: HeaderFile | undefined
  const fields = fieldsOf(components)
  for (const [index, field] of fields.filter(({ place }) => place === 'header').entries())
    values[field.key] = said(header[index])
  for (const [index, field] of fields.filter(({ place }) => place === 'body').entries())
    values[field.key] = said(Array.isArray(body) ? body[index] : body[field.name])
  for (const { index, parameters } of buttons) values[`button ${index}`] = said(parameters[0])
  const [first] = header
  if (isRecord(first) && isRecord(first['media']))
    // As the server accepted it.
    file = { media: first['media'] as MediaSource, filename: wordOf(first['filename']) || undefined }
  if (isRecord(first) && isRecord(first['location']))
    values['place'] = `${first['location']['latitude']}, ${first['location']['longitude']}`
  return { values, file }
}

/** The words of a value, however it was given. */
function said(value: unknown): string {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return ''
  return wordOf(value['text']) || wordOf(value['coupon_code']) || wordOf(value['payload'])
}

/** A text with its variables filled; those without a value stay. */
export function fillText(text: string, place: 'header' | 'body', values: FieldValues): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => values[`${place} ${name}`] || whole)
}
