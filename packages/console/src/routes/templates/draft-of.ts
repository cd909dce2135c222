import type { Template, TemplateComponent } from '@switchboard/contract'
import { newClientId } from '../../outgoing/client-id.ts'
import { examplesOf, isRecord, listOf, partIn, wordOf } from '../../templates/template-parts.ts'
import {
  buttonTypes,
  cardFormats,
  codeTypes,
  type Draft,
  type DraftButton,
  type DraftCard,
  type DraftCode,
  emptyDraft,
  headerFormats,
  type ShopKind,
  shopKinds,
} from './draft.ts'

/** What stands in a template that a draft cannot say, so that it would be lost; [] where it can say all of it. */
export function unwritable({ components, category }: Pick<Template, 'components' | 'category'>): string[] {
  if (category === 'AUTHENTICATION') return unwritableCode(components)
  return unwritableParts(components, shopOf(components))
}

function unwritableParts(components: readonly TemplateComponent[], shop: ShopKind): string[] {
  return components.flatMap((component) => {
    const type = component.type.toUpperCase()
    if (shop !== 'NONE' && type === 'BUTTONS') return []
    if (type === 'HEADER') return unwritableHeader(component, headersOf[shop])
    if (type === 'BUTTONS') return unwritableButtons(component)
    if (type === 'CAROUSEL')
      return cardsIn(components).flatMap((card) => [
        ...unwritableHeader(partIn(card, 'HEADER'), cardFormats),
        ...unwritableParts(
          card.filter((part) => part.type.toUpperCase() !== 'HEADER'),
          'NONE',
        ),
      ])
    return ['BODY', 'FOOTER'].includes(type) ? [] : [type]
  })
}

const headersOf: Readonly<Record<ShopKind, readonly string[]>> = {
  NONE: headerFormats,
  CATALOG: [],
  MPM: ['TEXT'],
  SPM: ['PRODUCT'],
}

/** Such a button stands alone; with others beside it a draft cannot say it. */
function shopOf(components: readonly TemplateComponent[]): ShopKind {
  const [button, ...others] = listOf(partIn(components, 'BUTTONS')?.['buttons'])
  if (others.length > 0) return 'NONE'
  return shopKinds.find((kind) => kind === wordOf(button?.['type']).toUpperCase()) ?? 'NONE'
}

function unwritableHeader(header: TemplateComponent | undefined, known: readonly string[]): string[] {
  const format = header ? headerFormat(header) : 'NONE'
  return known.includes(format) ? [] : [`HEADER ${format}`]
}

function unwritableButtons(component: TemplateComponent): string[] {
  return listOf(component['buttons']).flatMap((button) => {
    const type = wordOf(button['type'])
    const isKnown = buttonTypes.some((known) => known === type.toUpperCase())
    // Other ways to name a flow are not written here.
    return isKnown && (type.toUpperCase() !== 'FLOW' || flowId(button) !== '') ? [] : [type]
  })
}

function unwritableCode(components: readonly TemplateComponent[]): string[] {
  const [button] = listOf(partIn(components, 'BUTTONS')?.['buttons'])
  const type = wordOf(button?.['otp_type']).toUpperCase()
  if (!codeTypes.some((known) => known === type)) return [`OTP ${type}`]
  return listOf(button?.['supported_apps']).length > 1 ? ['supported_apps'] : []
}

/** A template to be changed. */
export function draftOf(template: Template): Draft {
  const { name, language, parameterFormat, category, components } = template
  const header = partIn(components, 'HEADER')
  const cards = cardsIn(components)
  return {
    ...emptyDraft,
    ...{ name, language, parameterFormat, category: category ?? 'UTILITY' },
    header: headerFormats.find((format) => format === (header ? headerFormat(header) : 'NONE')) ?? 'NONE',
    headerText: wordOf(header?.['text']),
    headerHandle: handleIn(header),
    body: wordOf(partIn(components, 'BODY')?.['text']),
    footer: wordOf(partIn(components, 'FOOTER')?.['text']),
    shop: shopOf(components),
    buttons: shopOf(components) === 'NONE' ? buttonsIn(components) : [],
    examples: examplesOf(components),
    cards: cards.map(draftCardOf),
    cardFormat: cardFormats.find((format) => format === headerFormat(partIn(cards[0] ?? [], 'HEADER'))) ?? 'IMAGE',
    code: category === 'AUTHENTICATION' ? codeOf(components) : emptyDraft.code,
  }
}

function cardsIn(components: readonly TemplateComponent[]): TemplateComponent[][] {
  // What a provider shows as the components of a card is what it shows as those of a template.
  return listOf(partIn(components, 'CAROUSEL')?.['cards']).map(
    (card) => listOf(card['components']) as TemplateComponent[],
  )
}

function draftCardOf(components: readonly TemplateComponent[]): DraftCard {
  return {
    id: newClientId(),
    headerHandle: handleIn(partIn(components, 'HEADER')),
    body: wordOf(partIn(components, 'BODY')?.['text']),
    buttons: buttonsIn(components),
    examples: examplesOf(components),
  }
}

function codeOf(components: readonly TemplateComponent[]): DraftCode {
  const [button] = listOf(partIn(components, 'BUTTONS')?.['buttons'])
  const [app] = listOf(button?.['supported_apps'])
  const minutes = partIn(components, 'FOOTER')?.['code_expiration_minutes']
  const type = codeTypes.find((known) => known === wordOf(button?.['otp_type']).toUpperCase()) ?? 'COPY_CODE'
  return {
    type,
    warns: partIn(components, 'BODY')?.['add_security_recommendation'] === true,
    minutes: typeof minutes === 'number' ? String(minutes) : '',
    text: wordOf(button?.[type === 'COPY_CODE' ? 'text' : 'autofill_text']),
    packageName: wordOf(app?.['package_name']),
    signatureHash: wordOf(app?.['signature_hash']),
    acceptsTerms: button?.['zero_tap_terms_accepted'] === true,
  }
}

function headerFormat(header: TemplateComponent | undefined): string {
  return wordOf(header?.['format']).toUpperCase() || 'TEXT'
}

function handleIn(header: TemplateComponent | undefined): string {
  const example = header?.['example']
  const handles = isRecord(example) ? example['header_handle'] : undefined
  return Array.isArray(handles) ? wordOf(handles[0]) : ''
}

function buttonsIn(components: readonly TemplateComponent[]): DraftButton[] {
  return listOf(partIn(components, 'BUTTONS')?.['buttons']).map(draftButtonOf)
}

/** Meta shows it as a number where it was given as a text. */
function flowId(button: Record<string, unknown>): string {
  const id = button['flow_id']
  return typeof id === 'number' ? String(id) : wordOf(id)
}

function draftButtonOf(button: Record<string, unknown>): DraftButton {
  const type = buttonTypes.find((known) => known === wordOf(button['type']).toUpperCase()) ?? 'QUICK_REPLY'
  const given = button['example']
  const example = wordOf(Array.isArray(given) ? given[0] : given)
  const values = {
    QUICK_REPLY: '',
    URL: wordOf(button['url']),
    PHONE_NUMBER: wordOf(button['phone_number']),
    COPY_CODE: example,
    FLOW: flowId(button),
  }
  return {
    ...{ id: newClientId(), type, text: wordOf(button['text']), value: values[type] },
    example: type === 'FLOW' ? wordOf(button['navigate_screen']) : example,
  }
}
