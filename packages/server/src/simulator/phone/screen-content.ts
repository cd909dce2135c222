import type { Json } from '../graph-error.ts'
import { isObject, objectAt, objectsAt, textAt } from '../json-fields.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { World } from '../world.ts'
import { replyOfButton } from './pressed.ts'

/** A file that is shown; `id` null: it stands behind a link, which nobody fetches. */
export interface FileOnScreen {
  readonly id: string | null
  readonly link: string | null
  readonly mimeType: string | null
  readonly name: string | null
  readonly size: number | null
}

export interface ButtonOnScreen {
  /** `reply` is told to the business; the others happen on the phone only. */
  readonly kind: 'reply' | 'url' | 'phone' | 'copy' | 'other'
  /** Names it when it is pressed. */
  readonly key: string
  readonly title: string
  /** Where it leads to, or what is copied. */
  readonly value: string | null
}

/** The parts of a card. */
export interface CardOnScreen {
  readonly header: { readonly text: string | null; readonly file: FileOnScreen | null; readonly kind: string } | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly ButtonOnScreen[]
}

export interface RowOnScreen {
  readonly id: string
  readonly title: string
  readonly description: string | null
}

const mediaTypes = ['image', 'video', 'audio', 'document', 'sticker'] as const

/** A message as it is shown, free of how the Cloud API writes it. */
export type OnScreen =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: (typeof mediaTypes)[number]
      readonly file: FileOnScreen
      readonly caption: string | null
      readonly voice: boolean
    }
  | {
      readonly type: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string | null
      readonly address: string | null
    }
  | {
      readonly type: 'contacts'
      readonly contacts: readonly { readonly name: string; readonly phone: string | null }[]
    }
  | (CardOnScreen & {
      readonly type: 'card'
      /** Of a carousel, side by side. */
      readonly cards: readonly CardOnScreen[]
      readonly list: {
        readonly button: string
        readonly sections: readonly { readonly title: string | null; readonly rows: readonly RowOnScreen[] }[]
      } | null
    })
  | {
      readonly type: 'order'
      readonly text?: string
      readonly items: readonly {
        readonly productRetailerId: string
        readonly quantity: number
        readonly itemPrice: number
        readonly currency: string
      }[]
    }
  | { readonly type: 'reply'; readonly title: string; readonly description: string | null }
  | { readonly type: 'other'; readonly what: string }

export function readContent(world: World, message: LoggedMessage): OnScreen {
  const { type, content, rendered } = message
  const media = mediaTypes.find((each) => each === type)
  if (media !== undefined)
    return {
      type: media,
      file: fileAt(world, content),
      caption: textAt(content, 'caption') ?? null,
      voice: isObject(content) && content['voice'] === true,
    }
  if (rendered) return templateCard(world, rendered)
  switch (type) {
    case 'text':
      return { type: 'text', text: textAt(content, 'body') ?? '' }
    case 'location':
      return placeOf(content)
    case 'contacts':
      return { type: 'contacts', contacts: objectsAt({ contacts: content }, 'contacts').map(cardOf) }
    case 'order':
      return orderOf(content)
    case 'interactive':
      return message.direction === 'inbound' ? replyOf(content) : interactiveCard(world, content)
    case 'button':
      return { type: 'reply', title: textAt(content, 'text') ?? '', description: null }
    default:
      return { type: 'other', what: textAt(content, 'type') ?? type }
  }
}

function fileAt(world: World, content: unknown): FileOnScreen {
  const id = textAt(content, 'id')
  const media = id === undefined ? undefined : world.media.get(id)
  return {
    id: media?.id ?? null,
    link: textAt(content, 'link') ?? null,
    mimeType: media?.mimeType ?? textAt(content, 'mime_type') ?? null,
    name: textAt(content, 'filename') ?? media?.filename ?? null,
    size: media?.size ?? null,
  }
}

function orderOf(content: unknown): OnScreen {
  const text = textAt(content, 'text')
  return {
    type: 'order',
    ...(text !== undefined && { text }),
    items: objectsAt(content, 'product_items').map((item) => ({
      productRetailerId: textAt(item, 'product_retailer_id') ?? '',
      quantity: Number(item['quantity']),
      itemPrice: Number(item['item_price']),
      currency: textAt(item, 'currency') ?? '',
    })),
  }
}

function placeOf(content: unknown): OnScreen {
  const number = (key: string) => Number(isObject(content) ? content[key] : 0) || 0
  return {
    type: 'location',
    latitude: number('latitude'),
    longitude: number('longitude'),
    name: textAt(content, 'name') ?? null,
    address: textAt(content, 'address') ?? null,
  }
}

function cardOf(card: Json) {
  return {
    name: textAt(card['name'], 'formatted_name') ?? '',
    phone: textAt(objectsAt(card, 'phones')[0], 'phone') ?? null,
  }
}

function replyOf(content: unknown): OnScreen {
  const reply = objectAt(content, 'button_reply') ?? objectAt(content, 'list_reply')
  return { type: 'reply', title: textAt(reply, 'title') ?? '', description: textAt(reply, 'description') ?? null }
}

function interactiveCard(world: World, content: unknown): OnScreen {
  const action = objectAt(content, 'action')
  const listButton = textAt(content, 'type') === 'list' ? (textAt(action, 'button') ?? '') : undefined
  return {
    type: 'card',
    ...interactivePart(world, content),
    cards: objectsAt(action, 'cards').map((card) => interactivePart(world, card)),
    list:
      listButton === undefined
        ? null
        : {
            button: listButton,
            sections: objectsAt(action, 'sections').map((section) => ({
              title: textAt(section, 'title') ?? null,
              rows: objectsAt(section, 'rows').map((row) => ({
                id: textAt(row, 'id') ?? '',
                title: textAt(row, 'title') ?? '',
                description: textAt(row, 'description') ?? null,
              })),
            })),
          },
  }
}

function interactivePart(world: World, content: unknown): CardOnScreen {
  const action = objectAt(content, 'action')
  return {
    header: headerOf(world, objectAt(content, 'header')),
    body: textAt(objectAt(content, 'body'), 'text') ?? '',
    footer: textAt(objectAt(content, 'footer'), 'text') ?? null,
    buttons: [...replyButtons(action), ...actionButton(action)],
  }
}

function replyButtons(action: Json | undefined): ButtonOnScreen[] {
  return objectsAt(action, 'buttons')
    .map(replyOfButton)
    .map((reply) => ({
      kind: 'reply',
      key: textAt(reply, 'id') ?? '',
      title: textAt(reply, 'title') ?? '',
      value: null,
    }))
}

/** The one button of links, flows and questions for a place. */
function actionButton(action: Json | undefined): ButtonOnScreen[] {
  const name = textAt(action, 'name')
  if (name === undefined) return []
  const parameters = objectAt(action, 'parameters')
  const url = textAt(parameters, 'url') ?? null
  const title = textAt(parameters, 'display_text') ?? textAt(parameters, 'flow_cta') ?? name.replaceAll('_', ' ')
  return [{ kind: url === null ? 'other' : 'url', key: name, title, value: url }]
}

const templateKinds: Readonly<Record<string, ButtonOnScreen['kind']>> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
  OTP: 'copy',
  COPY_CODE: 'copy',
}

function templateCard(world: World, rendered: Json): OnScreen {
  const cards = objectsAt(rendered, 'cards').map((card) => templatePart(world, card))
  return { type: 'card', ...templatePart(world, rendered), cards, list: null }
}

function templatePart(world: World, rendered: Json): CardOnScreen {
  const { header } = rendered
  return {
    header: typeof header === 'string' ? { text: header, file: null, kind: 'text' } : headerOf(world, header),
    body: textAt(rendered, 'body') ?? '',
    footer: textAt(rendered, 'footer') ?? null,
    buttons: objectsAt(rendered, 'buttons').map((button, index) => ({
      kind: templateKinds[textAt(button, 'type') ?? ''] ?? 'other',
      key: textAt(button, 'key') ?? textAt(button, 'text') ?? String(index),
      title: textAt(button, 'text') ?? '',
      value: textAt(button, 'value') ?? null,
    })),
  }
}

function headerOf(world: World, header: unknown): CardOnScreen['header'] {
  if (!isObject(header)) return null
  const kind = textAt(header, 'type') ?? 'text'
  return {
    // Of a product there is no picture here: its id stands for it.
    text: textAt(header, 'text') ?? textAt(header['product'], 'product_retailer_id') ?? null,
    file: kind === 'text' || kind === 'product' ? null : fileAt(world, header[kind]),
    kind,
  }
}
