import type { CardDraft } from './card-draft.ts'
import { cardLimits, characters } from './card-limits.ts'

export type CardField =
  | 'header'
  | 'body'
  | 'footer'
  | 'buttonTitle'
  | 'opens'
  | 'sectionTitle'
  | 'rowTitle'
  | 'rowDescription'

/** Something that WhatsApp would refuse. */
export interface CardProblem {
  readonly field: CardField
  /** Of a button, a section or a row: its key. */
  readonly of?: string
  readonly what: 'missing' | 'long' | 'twice'
}

/** All of it, in the order in which it stands. */
export function cardProblems(card: CardDraft): CardProblem[] {
  const { kind, header, picture, body, footer } = card
  return [
    ...(kind === 'buttons' && picture ? [] : check('header', header, cardLimits.header, 'optional')),
    ...check('body', body, cardLimits.body[kind]),
    ...check('footer', footer, cardLimits.footer, 'optional'),
    ...(kind === 'buttons' ? inButtons(card) : inList(card)),
  ]
}

function inButtons({ buttons }: CardDraft): CardProblem[] {
  const seen = new Set<string>()
  return buttons.flatMap(({ key, title }): CardProblem[] => {
    const said = title.trim()
    const isTwice = said !== '' && seen.has(said)
    seen.add(said)
    if (isTwice) return [{ field: 'buttonTitle', of: key, what: 'twice' }]
    return check('buttonTitle', title, cardLimits.buttonTitle, 'required', key)
  })
}

function inList({ opens, sections }: CardDraft): CardProblem[] {
  // Among several each needs its title, by which a customer tells them apart.
  const titles = sections.length > 1 ? 'required' : 'optional'
  return [
    ...check('opens', opens, cardLimits.listButton),
    ...sections.flatMap(({ key, title, rows }) => [
      ...check('sectionTitle', title, cardLimits.sectionTitle, titles, key),
      ...rows.flatMap((row) => [
        ...check('rowTitle', row.title, cardLimits.rowTitle, 'required', row.key),
        ...check('rowDescription', row.description, cardLimits.rowDescription, 'optional', row.key),
      ]),
    ]),
  ]
}

function check(
  field: CardField,
  text: string,
  most: number,
  need: 'required' | 'optional' = 'required',
  of?: string,
): CardProblem[] {
  const place = of === undefined ? { field } : { field, of }
  if (characters(text.trim()) > most) return [{ ...place, what: 'long' }]
  return need === 'required' && text.trim() === '' ? [{ ...place, what: 'missing' }] : []
}
