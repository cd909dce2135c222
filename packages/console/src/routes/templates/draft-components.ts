import type { TemplateComponent } from '@switchboard/contract'
import { variablesIn } from '../../templates/template-parts.ts'
import type { Draft, DraftButton, DraftCard, DraftCode, Examples, ShopKind } from './draft.ts'

/** The components that the provider is given: HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, those that there are. */
export function componentsOf(draft: Draft): TemplateComponent[] {
  const { category, parameterFormat: format, cards, footer, buttons } = draft
  if (category === 'AUTHENTICATION') return codeComponents(draft.code)
  const body = { type: 'BODY', text: draft.body, ...exampleOf('body', draft.body, draft.examples, format) }
  if (cards.length > 0)
    return [body, { type: 'CAROUSEL', cards: cards.map((card) => ({ components: cardComponents(card, draft) })) }]
  const components: TemplateComponent[] = [...headerOf(draft), body]
  if (footer !== '') components.push({ type: 'FOOTER', text: footer })
  if (draft.shop !== 'NONE')
    components.push({ type: 'BUTTONS', buttons: [{ type: draft.shop, text: shopWords[draft.shop] }] })
  else if (buttons.length > 0) components.push({ type: 'BUTTONS', buttons: buttons.map(buttonOf) })
  return components
}

/** As WhatsApp wants them, in every language. https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates */
const shopWords: Readonly<Record<Exclude<ShopKind, 'NONE'>, string>> = {
  CATALOG: 'View catalog',
  MPM: 'View items',
  SPM: 'View',
}

function headerOf(draft: Draft): TemplateComponent[] {
  const { header, headerText: text, headerHandle, examples, parameterFormat, shop } = draft
  // Above the catalogue stands the picture of a product, above chosen products a text, if any.
  if (shop === 'SPM') return [{ type: 'HEADER', format: 'PRODUCT' }]
  if (shop === 'CATALOG' || (shop === 'MPM' && header !== 'TEXT')) return []
  if (header === 'NONE') return []
  if (header === 'LOCATION') return [{ type: 'HEADER', format: header }]
  if (header === 'TEXT')
    return [{ type: 'HEADER', format: 'TEXT', text, ...exampleOf('header', text, examples, parameterFormat) }]
  return [fileHeader(header, headerHandle)]
}

function fileHeader(format: string, handle: string): TemplateComponent {
  return { type: 'HEADER', format, example: { header_handle: [handle] } }
}

function cardComponents(
  { headerHandle, body: text, examples, buttons }: DraftCard,
  { cardFormat, parameterFormat }: Draft,
): TemplateComponent[] {
  return [
    fileHeader(cardFormat, headerHandle),
    { type: 'BODY', text, ...exampleOf('body', text, examples, parameterFormat) },
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons: buttons.map(buttonOf) }] : []),
  ]
}

function exampleOf(place: 'header' | 'body', text: string, examples: Examples, format: Draft['parameterFormat']) {
  const names = variablesIn(text)
  if (names.length === 0) return {}
  const values = names.map((name) => examples[`${place} ${name}`] ?? '')
  if (format === 'NAMED')
    return {
      example: {
        [`${place}_text_named_params`]: names.map((name, index) => ({ param_name: name, example: values[index] })),
      },
    }
  return { example: { [`${place}_text`]: place === 'body' ? [values] : values } }
}

function buttonOf({ type, text, value, example }: DraftButton) {
  switch (type) {
    case 'QUICK_REPLY':
      return { type, text }
    case 'URL':
      return { type, text, url: value, ...(value.includes('{{') ? { example: [example] } : undefined) }
    case 'PHONE_NUMBER':
      return { type, text, phone_number: value }
    case 'COPY_CODE':
      return { type, example: value }
    case 'FLOW':
      return {
        ...{ type, text, flow_id: value },
        ...(example === '' ? { flow_action: 'data_exchange' } : { flow_action: 'navigate', navigate_screen: example }),
      }
  }
}

function codeComponents(code: DraftCode): TemplateComponent[] {
  const { type, warns, minutes, text, packageName, signatureHash, acceptsTerms } = code
  const words = text === '' ? {} : type === 'COPY_CODE' ? { text } : { autofill_text: text }
  const apps = { supported_apps: [{ package_name: packageName, signature_hash: signatureHash }] }
  return [
    { type: 'BODY', add_security_recommendation: warns },
    ...(minutes === '' ? [] : [{ type: 'FOOTER', code_expiration_minutes: Number(minutes) }]),
    {
      type: 'BUTTONS',
      buttons: [
        {
          ...{ type: 'OTP', otp_type: type, ...words },
          ...(type === 'COPY_CODE' ? {} : apps),
          ...(type === 'ZERO_TAP' ? { zero_tap_terms_accepted: acceptsTerms } : {}),
        },
      ],
    },
  ]
}
