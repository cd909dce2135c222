import type { TemplateDraft } from '../transports/template-directory.ts'
import { checkDraftButtons } from './check-draft-buttons.ts'
import { checkCardsAlike } from './check-draft-cards.ts'
import { checkDraftCode } from './check-draft-code.ts'
import { checkDraftText, type DraftProblem } from './check-draft-text.ts'
import { isObject, type JsonObject, lengthOf, listAt, objectAt, wordAt } from './json-parts.ts'

type Draft = Omit<TemplateDraft, 'parameterFormat'> & { readonly parameterFormat: 'POSITIONAL' | 'NAMED' }

/** Of which a template has one at most. */
const known = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER', 'CALL_PERMISSION_REQUEST']
const mediaFormats = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF', 'PRODUCT']

/**
 * What a reviewer's machine would refuse at once, each with its place in the draft; [] where nothing is known to be wrong.
 * What only the provider can judge (wording, category, policies) is left to it.
 */
export function checkDraft(draft: Draft): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (!/^[a-z0-9_]{1,512}$/.test(draft.name))
    problems.push({ path: 'name', message: 'takes 1 to 512 lower case letters, digits and underscores' })
  if (!/^[a-z]{2,3}(?:_[A-Z]{2})?$/.test(draft.language))
    problems.push({ path: 'language', message: 'is a language with or without a country, like de or en_US' })
  return [...problems, ...checkComponents(draft, draft.components, 'components')]
}

export function checkComponents(
  draft: Pick<Draft, 'category' | 'parameterFormat'>,
  components: readonly unknown[],
  path: string,
): DraftProblem[] {
  const problems: DraftProblem[] = []
  const seen = new Set<string>()
  for (const [index, component] of components.entries()) {
    const at = `${path}[${index}]`
    const type = wordAt(component, 'type')?.toUpperCase() ?? ''
    if (seen.has(type)) problems.push({ path: at, message: `there is a ${type} already` })
    if (!known.includes(type)) problems.push({ path: `${at}.type`, message: `is one of ${known.join(', ')}` })
    seen.add(type)
    if (isObject(component)) problems.push(...checkComponent(draft, type, component, at))
  }
  if (seen.has('CAROUSEL'))
    for (const type of ['HEADER', 'FOOTER', 'BUTTONS'].filter((each) => seen.has(each)))
      problems.push({ path, message: `beside a CAROUSEL there is no ${type}; its cards have their own` })
  if (!seen.has('BODY') && path === 'components') problems.push({ path, message: 'there is no BODY' })
  if (draft.category === 'AUTHENTICATION' && path === 'components') problems.push(...checkDraftCode(components))
  return problems
}

function checkComponent(
  draft: Pick<Draft, 'category' | 'parameterFormat'>,
  type: string,
  component: JsonObject,
  at: string,
): DraftProblem[] {
  const format = draft.parameterFormat
  switch (type) {
    case 'HEADER':
      return checkHeader(component, format, at)
    case 'BODY':
      // The text around a one-time code is the provider's.
      if (draft.category === 'AUTHENTICATION') return []
      return checkDraftText(component, { at, format, limit: isInCard(at) ? 160 : 1_024, part: 'body', inside: true })
    case 'FOOTER':
      return checkFooter(component, draft.category, at)
    case 'BUTTONS':
      return checkDraftButtons(listAt(component, 'buttons'), draft.category, `${at}.buttons`)
    case 'CAROUSEL':
      return checkCards(draft, listAt(component, 'cards'), `${at}.cards`)
    default:
      return []
  }
}

/** A card of a carousel has room for less. */
function isInCard(at: string): boolean {
  return at.includes('.cards[')
}

function checkHeader(header: JsonObject, format: Draft['parameterFormat'], at: string): DraftProblem[] {
  const kind = wordAt(header, 'format')?.toUpperCase() ?? ''
  if (kind === 'TEXT') return checkDraftText(header, { at, format, limit: 60, part: 'header', most: 1, inside: false })
  if (kind === 'LOCATION' || kind === 'PRODUCT') return []
  if (!mediaFormats.includes(kind))
    return [{ path: `${at}.format`, message: `is one of TEXT, ${mediaFormats.join(', ')}, LOCATION` }]
  const [handle] = listAt(objectAt(header, 'example'), 'header_handle')
  if (typeof handle === 'string' && handle !== '') return []
  return [
    {
      path: `${at}.example.header_handle[0]`,
      message: `the review needs an example: the handle of an uploaded ${kind.toLowerCase()}`,
    },
  ]
}

function checkFooter(footer: JsonObject, category: string, at: string): DraftProblem[] {
  const text = wordAt(footer, 'text')
  const isExpiry = category === 'AUTHENTICATION' && typeof footer['code_expiration_minutes'] === 'number'
  if (text === undefined && isExpiry) return []
  if (!text?.trim()) return [{ path: `${at}.text`, message: 'is empty' }]
  const problems: DraftProblem[] = []
  if (lengthOf(text) > 60)
    problems.push({ path: `${at}.text`, message: `has ${lengthOf(text)} characters; 60 are possible` })
  const place = text.indexOf('{{')
  if (place >= 0)
    problems.push({ path: `${at}.text`, message: `takes no variables; there is one at character ${place + 1}` })
  return problems
}

function checkCards(
  draft: Pick<Draft, 'category' | 'parameterFormat'>,
  cards: readonly unknown[],
  at: string,
): DraftProblem[] {
  const problems = cards.flatMap((card, index) =>
    checkComponents(draft, listAt(card, 'components'), `${at}[${index}].components`),
  )
  problems.push(...checkCardsAlike(cards, at))
  if (cards.length < 1 || cards.length > 10)
    problems.unshift({ path: at, message: `has ${cards.length} cards; 1 to 10 are possible` })
  return problems
}
