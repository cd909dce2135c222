import { listAt, textAt, valueAt } from './read-json.ts'

export interface InteractiveButton {
  readonly kind: 'reply' | 'link' | 'list' | 'call' | 'form' | 'other'
  readonly label: string
  /** Of a link: where it leads. */
  readonly url?: string
}

export interface InteractiveRow {
  readonly title: string
  readonly description?: string
}

/** What a customer sees of a message with buttons or a list. */
export interface InteractiveView {
  readonly header?: string
  readonly body?: string
  readonly footer?: string
  readonly buttons: readonly InteractiveButton[]
  readonly sections: readonly { readonly title?: string; readonly rows: readonly InteractiveRow[] }[]
}

/**
 * Of what was sent: in our own words (`buttons`, `list`, `cta_url`) or in the provider's (`button`, `list`, `cta_url`, `flow`,
 * `product_list`, …). What it does not know it leaves out; the raw message shows everything.
 */
export function interactiveView(sent: unknown): InteractiveView {
  return {
    ...given('header', textAt(sent, 'header', 'text')),
    ...given('body', textAt(sent, 'body') ?? textAt(sent, 'body', 'text')),
    ...given('footer', textAt(sent, 'footer') ?? textAt(sent, 'footer', 'text')),
    buttons: [...ownButtons(sent), ...providersButtons(sent)],
    sections: [...listAt(sent, 'sections'), ...listAt(sent, 'action', 'sections')].map(sectionOf),
  }
}

/** A property that is there only where it has a value. */
function given<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  // The object has exactly that key, which TypeScript does not see through a computed name.
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: string })
}

function ownButtons(sent: unknown): InteractiveButton[] {
  const buttons = listAt(sent, 'buttons').map((button) => ({
    kind: 'reply' as const,
    label: textAt(button, 'title') ?? '',
  }))
  const opens = textAt(sent, 'button')
  const leads = textAt(sent, 'displayText')
  return [
    ...buttons,
    ...(opens === undefined ? [] : [{ kind: 'list' as const, label: opens }]),
    ...(leads === undefined ? [] : [{ kind: 'link' as const, label: leads, ...given('url', textAt(sent, 'url')) }]),
  ]
}

function providersButtons(sent: unknown): InteractiveButton[] {
  const replies = listAt(sent, 'action', 'buttons').map((button) => ({
    kind: 'reply' as const,
    label: textAt(button, 'reply', 'title') ?? textAt(button, 'title') ?? '',
  }))
  const opens = textAt(sent, 'action', 'button')
  const parameters = valueAt(sent, 'action', 'parameters')
  return [
    ...replies,
    ...(opens === undefined ? [] : [{ kind: 'list' as const, label: opens }]),
    ...named(textAt(sent, 'action', 'name') ?? textAt(sent, 'type'), parameters),
  ]
}

/** Messages with one button of the provider's own. */
function named(name: string | undefined, parameters: unknown): InteractiveButton[] {
  const label = textAt(parameters, 'display_text') ?? textAt(parameters, 'flow_cta')
  switch (name) {
    case 'cta_url':
      return label === undefined ? [] : [{ kind: 'link', label, ...given('url', textAt(parameters, 'url')) }]
    case 'flow':
      return [{ kind: 'form', label: label ?? '' }]
    case 'voice_call':
    case 'call_permission_request':
      return [{ kind: 'call', label: label ?? '' }]
    case 'send_location':
    case 'location_request_message':
    case 'address_message':
    case 'catalog_message':
      return [{ kind: 'other', label: label ?? '' }]
    default:
      return []
  }
}

function sectionOf(section: unknown): InteractiveView['sections'][number] {
  const rows = listAt(section, 'rows').map((row) => ({
    title: textAt(row, 'title') ?? '',
    ...given('description', textAt(row, 'description')),
  }))
  const products = listAt(section, 'product_items').map((product) => ({
    title: textAt(product, 'product_retailer_id') ?? '',
  }))
  return { ...given('title', textAt(section, 'title')), rows: [...rows, ...products] }
}
