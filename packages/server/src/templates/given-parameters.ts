import { type OutboundContent, TemplateFile } from '@switchboard/contract'
import { isObject, type JsonObject, listAt, objectAt, wordAt } from './json-parts.ts'

export type TemplateMessage = Extract<OutboundContent, { type: 'template' }>

/** One value, and where in the request it stands. */
export interface GivenValue {
  readonly path: string
  /** text, currency, date_time, image, payload, coupon_code …, in lower case. */
  readonly type: string
  /** What the customer will read; undefined where it has no words. */
  readonly text: string | undefined
  /** A file in our own words, which is brought to the provider before sending. */
  readonly isFile: boolean
  /** Of a named variable. */
  readonly name: string | undefined
  readonly value: JsonObject
}

export interface GivenPart {
  readonly path: string
  readonly values: readonly GivenValue[]
}

export interface GivenButton extends GivenPart {
  readonly index: number
  /** In lower case: url, quick_reply … */
  readonly subType: string
}

/** What a sender gives for a template, whichever way it was written. */
export interface Given {
  readonly header: GivenPart
  readonly body: GivenPart
  readonly buttons: readonly GivenButton[]
  /** Where those that are missing would stand. */
  readonly buttonsPath: string
  readonly cards: readonly { readonly path: string; readonly index: number; readonly given: Given }[]
  /** Where those that are missing would stand. */
  readonly cardsPath: string
  readonly offer: GivenPart
  /** Components that come a second time or are of no kind that can be given. */
  readonly odd: readonly { readonly path: string; readonly message: string }[]
}

export function givenParameters({ parameters, components }: TemplateMessage): Given {
  if (components) return fromComponents(components, 'components')
  return fromParameters(parameters ?? {}, 'parameters')
}

type Parameters = NonNullable<TemplateMessage['parameters']>

/** Our own words. */
function fromParameters({ header = [], body = [], buttons = [], cards = [] }: Parameters, at: string): Given {
  return {
    header: {
      path: `${at}.header`,
      values: header.map((value, index) => headerValue(value, `${at}.header[${index}]`)),
    },
    body: {
      path: `${at}.body`,
      values: Array.isArray(body)
        ? body.map((value, index) => givenValue(value, `${at}.body[${index}]`))
        : Object.entries(body).map(([name, value]) => ({ ...givenValue(value, `${at}.body.${name}`), name })),
    },
    buttons: buttons.map(({ index, subType, parameters: values }, position) => {
      const path = `${at}.buttons[${position}].parameters`
      return {
        path,
        index,
        subType: subType.toLowerCase(),
        values: values.map((value, place) => givenValue(value, `${path}[${place}]`)),
      }
    }),
    buttonsPath: `${at}.buttons`,
    cards: cards.map((card, index) => {
      const path = `${at}.cards[${index}]`
      return { path, index, given: fromParameters(card, path) }
    }),
    cardsPath: `${at}.cards`,
    offer: { path: 'components.limited_time_offer.parameters', values: [] },
    odd: [],
  }
}

/** The provider's own words. */
function fromComponents(components: readonly unknown[], path: string): Given {
  const found = new Map<string, GivenPart>()
  const buttons: GivenButton[] = []
  const cards: Given['cards'][number][] = []
  const odd: Given['odd'][number][] = []
  for (const [position, component] of components.entries()) {
    const at = `${path}[${position}]`
    const type = wordAt(component, 'type')?.toLowerCase() ?? ''
    const part = partOf(component, `${at}.parameters`)
    if (type === 'button')
      buttons.push({ ...part, index: indexOf(component), subType: wordAt(component, 'sub_type')?.toLowerCase() ?? '' })
    else if (type === 'carousel')
      cards.push(...listAt(component, 'cards').map((card, index) => cardOf(card, `${at}.cards[${index}]`)))
    else if (!['header', 'body', 'limited_time_offer'].includes(type))
      odd.push({
        path: `${at}.type`,
        message: `"${type.slice(0, 50)}" is not header, body, button, carousel or limited_time_offer`,
      })
    else if (found.has(type)) odd.push({ path: at, message: `a second ${type} component` })
    else found.set(type, part)
  }
  const partNamed = (type: string) => found.get(type) ?? { path: `${path}.${type}.parameters`, values: [] }
  return {
    header: partNamed('header'),
    body: partNamed('body'),
    buttons,
    buttonsPath: `${path}.button`,
    cards,
    cardsPath: `${path}.carousel.cards`,
    offer: partNamed('limited_time_offer'),
    odd,
  }
}

function partOf(component: unknown, path: string): GivenPart {
  return { path, values: listAt(component, 'parameters').map((value, index) => givenValue(value, `${path}[${index}]`)) }
}

function cardOf(card: unknown, path: string): Given['cards'][number] {
  const index = isObject(card) && typeof card['card_index'] === 'number' ? card['card_index'] : -1
  return { path, index, given: fromComponents(listAt(card, 'components'), `${path}.components`) }
}

/** Meta takes it as a number and as a text. */
function indexOf(component: unknown): number {
  const index = isObject(component) ? component['index'] : undefined
  if (typeof index === 'number') return index
  return typeof index === 'string' && /^\d{1,3}$/.test(index) ? Number(index) : -1
}

function headerValue(value: unknown, path: string): GivenValue {
  const file = TemplateFile.safeParse(value).data
  if (!file) return givenValue(value, path)
  const { type, media, filename } = file
  const content = { ...media, ...(filename === undefined ? {} : { filename }) }
  return { path, type, text: undefined, isFile: true, name: undefined, value: { type, [type]: content } }
}

/** A text by itself is a text, the payload of a quick reply, or the code to copy: whatever its place asks for. */
function givenValue(value: unknown, path: string): GivenValue {
  if (typeof value === 'string')
    return { path, type: 'text', text: value, isFile: false, name: undefined, value: { type: 'text', text: value } }
  const object = isObject(value) ? value : {}
  const words =
    wordAt(object, 'text') ??
    wordAt(object, 'payload') ??
    wordAt(object, 'coupon_code') ??
    wordAt(objectAt(object, 'currency'), 'fallback_value') ??
    wordAt(objectAt(object, 'date_time'), 'fallback_value')
  const type = wordAt(object, 'type')?.toLowerCase() ?? ''
  return { path, type, text: words, isFile: false, name: wordAt(object, 'parameter_name'), value: object }
}
