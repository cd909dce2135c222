import type { ParameterFormat, ShownTemplate } from '@switchboard/contract'
import { valuesFor } from './check-parameters.ts'
import type { Given, GivenButton, GivenPart } from './given-parameters.ts'
import { objectAt, wordAt } from './json-parts.ts'
import type { ButtonShape, HeaderShape, TemplateShape } from './template-shape.ts'
import { fillText, type TextShape } from './variables.ts'

/**
 * What the customer will see. Right for what `checkParameters` has nothing against; a variable that was given no value stays
 * as it is.
 */
export function showTemplate(shape: TemplateShape, format: ParameterFormat, given: Given): ShownTemplate {
  const fill = (text: TextShape, part: GivenPart) => fillText(text, valuesFor(text, format, part))
  const shown = {
    header: showHeader(shape.header, given.header, fill),
    body: shape.body ? fill(shape.body, given.body) : null,
    offer: shape.offer?.text || null,
    footer: shape.footer,
    buttons: shape.buttons.map((button, index) =>
      showButton(
        button,
        index,
        given.buttons.find((each) => each.index === index),
      ),
    ),
  }
  const cards = shape.cards.map((card, index) => {
    const ofCard = given.cards.find((each) => each.index === index)?.given
    const { cards: _, ...one } = showTemplate(card, format, ofCard ?? nothing)
    return one
  })
  return { ...shown, cards, text: plainText(shown, cards) }
}

const nothing: Given = {
  header: { path: '', values: [] },
  body: { path: '', values: [] },
  buttons: [],
  cards: [],
  buttonsPath: '',
  cardsPath: '',
  offer: { path: '', values: [] },
  odd: [],
}

type Fill = (text: TextShape, part: GivenPart) => string

function showHeader(header: HeaderShape | null, part: GivenPart, fill: Fill): ShownTemplate['header'] {
  if (!header) return null
  if (header.text) return { format: 'text', text: fill(header.text, part) }
  const content = objectAt(part.values[0]?.value, header.format)
  const text = wordAt(content, 'filename') ?? wordAt(content, 'name') ?? wordAt(content, 'product_retailer_id')
  return { format: header.format, ...(content ? { content } : {}), ...(text === undefined ? {} : { text }) }
}

function showButton(
  button: ButtonShape,
  index: number,
  given: GivenButton | undefined,
): ShownTemplate['buttons'][number] {
  const { type, text, url, phoneNumber } = button
  const value = given?.values[0]?.text
  return {
    index,
    type,
    text,
    ...(url ? { url: fillText(url, () => value) } : {}),
    ...(phoneNumber === null ? {} : { phoneNumber }),
    ...(type === 'QUICK_REPLY' && value !== undefined ? { payload: value } : {}),
    ...((type === 'COPY_CODE' || type === 'OTP') && value !== undefined ? { code: value } : {}),
  }
}

type Part = Omit<ShownTemplate, 'cards' | 'text'>

/** One part a line, and the buttons in brackets. */
function plainText(shown: Part, cards: readonly { readonly text: string }[]): string {
  const { header, body, offer, footer, buttons } = shown
  const lines = [header?.text, body, offer, ...cards.map(({ text }) => text), footer]
  const labels = buttons.map(({ text }) => text).filter((text) => text !== '')
  if (labels.length > 0) lines.push(labels.map((label) => `[${label}]`).join(' '))
  return lines.filter((line) => line !== null && line !== undefined && line !== '').join('\n')
}
