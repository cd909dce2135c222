import { isObject, type JsonObject, listAt, objectAt, wordAt } from './json-parts.ts'
import { type TextShape, textShape } from './variables.ts'

/** What a template says, and what has to be given to send it. */
export interface TemplateShape {
  readonly header: HeaderShape | null
  readonly body: TextShape | null
  readonly footer: string | null
  readonly buttons: readonly ButtonShape[]
  /** Of a carousel. */
  readonly cards: readonly TemplateShape[]
  /** A limited-time offer; `expires`: its end has to be given. */
  readonly offer: { readonly text: string; readonly expires: boolean } | null
}

/** `format` in lower case: image, video, document, location, product … */
export type HeaderShape =
  | { readonly format: 'text'; readonly text: TextShape }
  | { readonly format: string; readonly text: null }

export interface ButtonShape {
  /** In capitals: URL, QUICK_REPLY, PHONE_NUMBER, COPY_CODE, OTP, FLOW, CATALOG, MPM … */
  readonly type: string
  readonly text: string
  readonly url: TextShape | null
  readonly phoneNumber: string | null
}

/** Reads a template's components, in any case of letters. What is not known is left out. */
export function templateShape(components: readonly unknown[]): TemplateShape {
  const parts = components.filter(isObject)
  const part = (type: string) => parts.find((each) => wordAt(each, 'type')?.toUpperCase() === type)
  const bodyText = wordAt(part('BODY'), 'text')
  const offer = part('LIMITED_TIME_OFFER')
  const offered = objectAt(offer, 'limited_time_offer')
  return {
    header: headerShape(part('HEADER')),
    body: bodyText === undefined ? null : textShape(bodyText),
    footer: wordAt(part('FOOTER'), 'text') ?? null,
    buttons: listAt(part('BUTTONS'), 'buttons').filter(isObject).map(buttonShape),
    cards: listAt(part('CAROUSEL'), 'cards').map((card) => templateShape(listAt(card, 'components'))),
    offer: offer ? { text: wordAt(offered, 'text') ?? '', expires: offered?.['has_expiration'] === true } : null,
  }
}

function headerShape(header: JsonObject | undefined): HeaderShape | null {
  if (!header) return null
  const format = wordAt(header, 'format')?.toLowerCase() ?? 'text'
  if (format !== 'text') return { format, text: null }
  return { format: 'text', text: textShape(wordAt(header, 'text') ?? '') }
}

function buttonShape(button: JsonObject): ButtonShape {
  const url = wordAt(button, 'url')
  return {
    type: wordAt(button, 'type')?.toUpperCase() ?? '',
    text: wordAt(button, 'text') ?? '',
    url: url === undefined ? null : textShape(url),
    phoneNumber: wordAt(button, 'phone_number') ?? null,
  }
}
