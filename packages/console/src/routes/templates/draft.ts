import { newClientId } from '../../outgoing/client-id.ts'
export const headerFormats = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'] as const
export type HeaderFormat = (typeof headerFormats)[number]
export const buttonTypes = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'FLOW'] as const
export type ButtonType = (typeof buttonTypes)[number]
/** How a one-time code comes from the message into what asks for it. */
export const codeTypes = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'] as const
export type CodeType = (typeof codeTypes)[number]
/** What of the catalogue opens under the message: nothing, all, some of its products, one. */
export const shopKinds = ['NONE', 'CATALOG', 'MPM', 'SPM'] as const
export type ShopKind = (typeof shopKinds)[number]
export const cardFormats = ['IMAGE', 'VIDEO'] as const
export type CardFormat = (typeof cardFormats)[number]

/** What a template may have. */
export const draftLimits = { body: 1_024, cardBody: 160, buttons: 10, cardButtons: 2, cards: 10 } as const

export interface DraftButton {
  /** Names it while it is written. */
  readonly id: string
  readonly type: ButtonType
  readonly text: string
  /** Address, number, the example of a code, or the id of a flow. */
  readonly value: string
  /** Of the whole address, where that ends in a variable; of a flow, its first screen. */
  readonly example: string
}

/** By the key of the field: `body 1`. */
export type Examples = Readonly<Record<string, string>>

/** One card of a carousel. */
export interface DraftCard {
  readonly id: string
  readonly headerHandle: string
  readonly body: string
  readonly buttons: readonly DraftButton[]
  readonly examples: Examples
}

/** Of a template for one-time codes, of which WhatsApp writes the text. */
export interface DraftCode {
  readonly type: CodeType
  /** A sentence that warns of giving it to others. */
  readonly warns: boolean
  /** Minutes for which it is good, from 1 to 90; empty: nothing is said. */
  readonly minutes: string
  /** Words of the button; empty: WhatsApp's own. */
  readonly text: string
  /** The Android app that takes it. */
  readonly packageName: string
  readonly signatureHash: string
  /** The terms under which WhatsApp fills a code in without a press are accepted. */
  readonly acceptsTerms: boolean
}

/** A template while somebody writes it. */
export interface Draft {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly header: HeaderFormat
  readonly headerText: string
  readonly headerHandle: string
  readonly body: string
  readonly footer: string
  readonly buttons: readonly DraftButton[]
  readonly examples: Examples
  /** Other than NONE: the button that opens the products is the only one, under WhatsApp's own words. */
  readonly shop: ShopKind
  /** Some: it is a carousel, which has neither header nor footer nor buttons of its own. */
  readonly cards: readonly DraftCard[]
  readonly cardFormat: CardFormat
  /** Of the category AUTHENTICATION, which has nothing else. */
  readonly code: DraftCode
}

const emptyCode: DraftCode = {
  ...{ type: 'COPY_CODE', warns: true, minutes: '10', text: '', packageName: '', signatureHash: '' },
  acceptsTerms: false,
}

export const emptyDraft: Draft = {
  ...{ name: '', language: 'en_US', category: 'UTILITY', parameterFormat: 'POSITIONAL' },
  ...{ header: 'NONE', headerText: '', headerHandle: '', body: '', footer: '', buttons: [], examples: {} },
  ...{ shop: 'NONE', cards: [], cardFormat: 'IMAGE', code: emptyCode },
}

export const newDraftButton = (type: ButtonType): DraftButton => ({
  ...{ id: newClientId(), type, text: '', value: '', example: '' },
})

/** With the buttons of the one before, since all cards have the same kinds. */
export const newDraftCard = (before?: DraftCard): DraftCard => ({
  ...{ id: newClientId(), headerHandle: '', body: '', examples: {} },
  buttons: before?.buttons.map((button) => ({ ...button, id: newClientId() })) ?? [newDraftButton('QUICK_REPLY')],
})
