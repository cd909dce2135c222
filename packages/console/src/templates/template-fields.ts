import type { MediaSource, OutboundContent, Template, TemplateComponent } from '@switchboard/contract'
import { readCoordinates } from '../places/read-coordinates.ts'
import { readProducts, writeProducts } from './products.ts'
import { cardPlace, cardsOf, examplesOf, isRecord, partsOf, variablesIn, wordOf } from './template-parts.ts'

/** Something that has to be given to send a template. */
export interface TemplateField {
  /** Names it among the values: `body 1`, `header name`, `button 0`, `media`, `place`, `product`, `card 0 body 1`. */
  readonly key: string
  /** Of which card of a carousel. */
  readonly card?: number
  readonly place:
    | 'header'
    | 'body'
    | 'button'
    | 'code'
    | 'media'
    | 'place'
    | 'product'
    | 'catalogue'
    | 'thumbnail'
    | 'products'
  /** The variable's name, the button's words, the format of the file. */
  readonly name: string
  /** As it was given to the review. */
  readonly example: string
  /** It can be sent without. */
  readonly isOptional?: true
}

export type FieldValues = Readonly<Record<string, string>>

/** The file in a template's header. */
export interface HeaderFile {
  readonly media: MediaSource
  readonly filename?: string | undefined
}

/** What was filled in, by the keys of the fields. */
export interface Filling {
  readonly values: FieldValues
  readonly files: Readonly<Record<string, HeaderFile>>
}

export const emptyFilling: Filling = { values: {}, files: {} }

export type TemplateParameters = NonNullable<Extract<OutboundContent, { type: 'template' }>['parameters']>
type PartParameters = Omit<TemplateParameters, 'cards'>

/** What a template needs to be sent, in the order in which a customer reads it. */
export function fieldsOf(components: readonly TemplateComponent[]): TemplateField[] {
  const ofCards = cardsOf(components).flatMap((card, index) =>
    fieldsOfPart(card).map((field) => ({ ...field, key: `${cardPlace(index)}${field.key}`, card: index })),
  )
  return [...fieldsOfPart(components), ...ofCards]
}

function fieldsOfPart(components: readonly TemplateComponent[]): TemplateField[] {
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
  else if (header?.format === 'PRODUCT')
    for (const place of ['product', 'catalogue'] as const) fields.push({ key: place, place, name: '', example: '' })
  else if (header) fields.push({ key: 'media', place: 'media', name: header.format.toLowerCase(), example: '' })
  fields.push(...inText('body', body))
  for (const [index, { type, text, url }] of buttons.entries()) {
    const key = `button ${index}`
    // A one-time code stands in the text as well, and is given there.
    if (type === 'COPY_CODE' || (type === 'OTP' && variablesIn(body).length === 0))
      fields.push({ key, place: 'code', name: text, example: '' })
    else if (type === 'CATALOG') fields.push({ key, place: 'thumbnail', name: text, example: '', isOptional: true })
    else if (type === 'MPM') fields.push({ key, place: 'products', name: text, example: '' })
    else if (url.includes('{{')) fields.push({ key, place: 'button', name: text, example: '' })
  }
  return fields
}

const written = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL']

/** It has a part whose values are given over the API only: an offer that ends. */
export function isBeyond(components: readonly TemplateComponent[]): boolean {
  return components.some(({ type }) => !written.includes(type.toUpperCase())) || cardsOf(components).some(isBeyond)
}

/** Nothing is missing, as far as that is known here. */
export function isFilled(fields: readonly TemplateField[], { values, files }: Filling): boolean {
  return fields.every(({ key, place, isOptional }) => {
    if (isOptional) return true
    if (place === 'products') return readProducts(values[key] ?? '') !== undefined
    if (place === 'media' && files[key]) return true
    if (place === 'place') return readCoordinates(values[key] ?? '') !== undefined
    return (values[key] ?? '').trim() !== ''
  })
}

/** What was filled in, as a message carries it. A header without a file takes the link among the values. */
export function parametersOf(
  { components, parameterFormat }: Pick<Template, 'components' | 'parameterFormat'>,
  filling: Filling,
): TemplateParameters {
  const cards = cardsOf(components)
  const isOfCards = cards.some((card) => fieldsOfPart(card).length > 0)
  return {
    ...parametersOfPart(components, parameterFormat, filling),
    ...(isOfCards
      ? { cards: cards.map((card, index) => parametersOfPart(card, parameterFormat, fillingOfCard(filling, index))) }
      : undefined),
  }
}

function parametersOfPart(
  components: readonly TemplateComponent[],
  parameterFormat: Template['parameterFormat'],
  { values, files }: Filling,
): PartParameters {
  const fields = fieldsOfPart(components)
  const at = (place: TemplateField['place']) => fields.filter((field) => field.place === place)
  const givenFor = ({ key }: TemplateField) => values[key] ?? ''
  const header = [...headerOf(fields, values, files['media']), ...at('header').map(givenFor)]
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
  if (fields.some(({ place }) => place === 'product')) {
    const { product = '', catalogue = '' } = values
    return [{ type: 'product', product: { product_retailer_id: product.trim(), catalog_id: catalogue.trim() } }]
  }
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
    const value = values[field.key] ?? ''
    if (field.place === 'thumbnail' || field.place === 'products') return shownProducts(index, field.place, value)
    const subType = type === 'COPY_CODE' ? 'copy_code' : 'url'
    return [{ index, subType, parameters: [value] }]
  })
}

/** What of the catalogue a button opens. Without a choice WhatsApp takes the picture of the catalogue's first product. */
function shownProducts(
  index: number,
  place: 'thumbnail' | 'products',
  value: string,
): NonNullable<TemplateParameters['buttons']> {
  const isAll = place === 'thumbnail'
  const first = value.trim()
  const action = isAll ? first && { thumbnail_product_retailer_id: first } : readProducts(value)
  return action ? [{ index, subType: isAll ? 'catalog' : 'mpm', parameters: [{ type: 'action', action }] }] : []
}

/** What a message that is to be sent has in the fields of its template. */
export function fillingIn({ components }: Pick<Template, 'components'>, parameters: TemplateParameters): Filling {
  const values: Record<string, string> = {}
  const files: Record<string, HeaderFile> = {}
  const add = (of: Filling, prefix: string) => {
    for (const [key, value] of Object.entries(of.values)) values[`${prefix}${key}`] = value
    for (const [key, file] of Object.entries(of.files)) files[`${prefix}${key}`] = file
  }
  add(fillingInPart(components, parameters), '')
  for (const [index, card] of cardsOf(components).entries())
    add(fillingInPart(card, parameters.cards?.[index] ?? {}), cardPlace(index))
  return { values, files }
}

function fillingInPart(
  components: readonly TemplateComponent[],
  { header = [], body = [], buttons = [] }: PartParameters,
): Filling {
  const values: Record<string, string> = {}
  const files: Record<string, HeaderFile> = {}
  const fields = fieldsOfPart(components)
  for (const [index, field] of fields.filter(({ place }) => place === 'header').entries())
    values[field.key] = said(header[index])
  for (const [index, field] of fields.filter(({ place }) => place === 'body').entries())
    values[field.key] = said(Array.isArray(body) ? body[index] : body[field.name])
  for (const { index, parameters } of buttons) values[`button ${index}`] = said(parameters[0])
  const [first] = header
  if (isRecord(first) && isRecord(first['media']))
    files['media'] = {
      // As the server accepted it.
      media: first['media'] as MediaSource,
      filename: wordOf(first['filename']) || undefined,
    }
  if (isRecord(first) && isRecord(first['product'])) {
    values['product'] = wordOf(first['product']['product_retailer_id'])
    values['catalogue'] = wordOf(first['product']['catalog_id'])
  }
  if (isRecord(first) && isRecord(first['location']))
    values['place'] = `${first['location']['latitude']}, ${first['location']['longitude']}`
  return { values, files }
}

/** Of one card of a carousel, by the keys that its fields would have in a message by itself. */
export function fillingOfCard({ values, files }: Filling, index: number): Filling {
  return { values: within(values, cardPlace(index)), files: within(files, cardPlace(index)) }
}

function within<Value>(all: Readonly<Record<string, Value>>, prefix: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
  )
}

/** The words of a value, however it was given. */
function said(value: unknown): string {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return ''
  if (isRecord(value['action']))
    return writeProducts(value['action']) || wordOf(value['action']['thumbnail_product_retailer_id'])
  return wordOf(value['text']) || wordOf(value['coupon_code']) || wordOf(value['payload'])
}

/** A text with its variables filled; those without a value stay. */
export function fillText(text: string, place: 'header' | 'body', values: FieldValues): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => values[`${place} ${name}`] || whole)
}
