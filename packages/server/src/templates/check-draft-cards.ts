import type { DraftProblem } from './check-draft-text.ts'
import { listAt, wordAt } from './json-parts.ts'

const mostButtons = 2

/**
 * What the cards of a carousel have to have in common: each a header of the same kind, and the same kinds of buttons in the same order.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/media-card-carousel-templates
 */
export function checkCardsAlike(cards: readonly unknown[], at: string): DraftProblem[] {
  const problems: DraftProblem[] = []
  const [first] = cards
  const [format, kinds] = [formatOf(first), kindsOf(first)]
  for (const [index, card] of cards.entries()) {
    const place = `${at}[${index}]`
    const own = formatOf(card)
    if (!['IMAGE', 'VIDEO', 'PRODUCT'].includes(own))
      problems.push({ path: place, message: 'a card has a HEADER of the format IMAGE, VIDEO or PRODUCT' })
    else if (own !== format)
      problems.push({ path: place, message: `has a header ${own}; the first card has ${format}` })
    const ofCard = kindsOf(card)
    if (ofCard.length < 1 || ofCard.length > mostButtons)
      problems.push({ path: place, message: `has ${ofCard.length} buttons; a card has 1 or ${mostButtons}` })
    else if (ofCard.join() !== kinds.join())
      problems.push({
        path: place,
        message: `has the buttons ${ofCard.join(', ')}; those of the first card are ${kinds.join(', ') || 'none'}`,
      })
  }
  return problems
}

function partOf(card: unknown, type: string): unknown {
  return listAt(card, 'components').find((component) => wordAt(component, 'type')?.toUpperCase() === type)
}

function formatOf(card: unknown): string {
  return wordAt(partOf(card, 'HEADER'), 'format')?.toUpperCase() ?? ''
}

function kindsOf(card: unknown): string[] {
  return listAt(partOf(card, 'BUTTONS'), 'buttons').map((button) => wordAt(button, 'type')?.toUpperCase() ?? '')
}
