import type { Content } from '@switchboard/contract'

/**
 * What a transport reads out of one webhook body, before anything is stored. A reading is plain data: no ids of ours, no
 * clock, no database, so the same body always reads the same. Strings are well-formed Unicode without NUL (Postgres takes
 * neither NUL nor lone surrogates), except that nothing else about them is changed.
 */
export type InboundItem =
  | MessageItem
  | ReactionItem
  | RevisionItem
  | StatusItem
  | CallItem
  | ContactItem
  | IdentityChangeItem
  | PreferenceItem
  | GroupItem
  | FactItem

export type InboundItemKind = InboundItem['kind']

/** The account that a change belongs to. Only what the body says; `undefined` where it says nothing. */
export interface AccountRef {
  readonly phoneNumberId?: string | undefined
  readonly displayPhoneNumber?: string | undefined
  /** WhatsApp business account id: `entry[].id` on the Cloud API. */
  readonly businessAccountId?: string | undefined
}

/** The ways by which two sightings are known to be the same person. Usernames are not: they change hands. */
export const identityKinds = ['phone', 'wa_id', 'bsuid', 'parent_bsuid', 'lid', 'jid', 'email'] as const
export type IdentityKind = (typeof identityKinds)[number]

/** `value` is normalised: phone is E.164 with `+`; wa_id digits only; the others as they came. */
export interface Identity {
  readonly kind: IdentityKind
  readonly value: string
}

/** One person as one item names them. `identities` is never empty. */
export interface Party {
  readonly identities: readonly Identity[]
  readonly profileName?: string | undefined
  readonly username?: string | undefined
  readonly countryCode?: string | undefined
}

interface ItemBase {
  readonly account: AccountRef
  /** When it happened by the provider's clock, in milliseconds since 1970, between the years 1970 and 9999. */
  readonly at: number
  /** `at` was missing or unreadable and is the time of receipt instead. */
  readonly atGuessed?: boolean | undefined
  /** The part of the body that this item was read from. */
  readonly raw: unknown
}

/**
 * Where a message row's content came from. A higher rank replaces a lower one whatever the order of arrival: a receipt only
 * proves that a message exists, a history sync first announces media without them (`partial`) and may lack parts, the live
 * webhook is the full truth, and of what we sent ourselves we know best what it was.
 */
export const sourceRanks = { placeholder: 0, partial: 1, history: 2, echo: 3, live: 4, api: 5 } as const
export type MessageSource = keyof typeof sourceRanks

export interface MessageContext {
  readonly quotedWamid?: string | undefined
  /** The author of the quoted message, where given, as phone digits or BSUID. */
  readonly quotedFrom?: string | undefined
  readonly forwarded?: boolean | undefined
  readonly frequentlyForwarded?: boolean | undefined
  readonly referredProduct?:
    | { readonly catalogId?: string | undefined; readonly productRetailerId?: string | undefined }
    | undefined
  /** Ad or post that the person came from, as the provider gives it (`ctwa_clid`, `source_id`, …). */
  readonly referral?: unknown
  readonly identity?: unknown
}

export interface MessageItem extends ItemBase {
  readonly kind: 'message'
  readonly wamid: string
  /** The body gave no id; `wamid` is `unidentified:` and a hash of the message, so a redelivery is the same message. */
  readonly wamidMade?: boolean | undefined
  readonly direction: 'inbound' | 'outbound'
  readonly source: Exclude<MessageSource, 'placeholder'>
  /** The customer, whichever the direction. In a group: the author of an inbound message; absent for our own. */
  readonly party?: Party | undefined
  readonly groupId?: string | undefined
  readonly content: Content
  readonly context?: MessageContext | undefined
  /** A history sync says how far the message had come. */
  readonly historyStatus?: StatusName | undefined
}

export interface ReactionItem extends ItemBase {
  readonly kind: 'reaction'
  readonly wamid: string
  readonly targetWamid: string
  readonly direction: 'inbound' | 'outbound'
  readonly party?: Party | undefined
  readonly groupId?: string | undefined
  /** `null` takes the reaction back. */
  readonly emoji: string | null
}

/** A message was edited or revoked by its author. */
export interface RevisionItem extends ItemBase {
  readonly kind: 'revision'
  readonly wamid: string
  readonly targetWamid: string
  readonly revision: 'edit' | 'revoke'
  readonly direction: 'inbound' | 'outbound'
  readonly party?: Party | undefined
  readonly groupId?: string | undefined
  /** The new content of an edit. */
  readonly content?: Content | undefined
}

export const statusNames = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted'] as const
export type StatusName = (typeof statusNames)[number]

export interface ProviderError {
  /** Number codes as numbers, anything else as it came. */
  readonly code?: number | string | undefined
  readonly title?: string | undefined
  readonly message?: string | undefined
  readonly details?: string | undefined
  readonly href?: string | undefined
  /** For the person who reads it: what happened, and what to do; of codes that we know. */
  readonly sentence?: string | undefined
  readonly remedy?: string | undefined
}

export interface StatusItem extends ItemBase {
  readonly kind: 'status'
  readonly wamid: string
  /** A name that we don't know is kept in `statusName` and does not move the message's head. */
  readonly status: StatusName | 'unknown'
  readonly statusName: string
  readonly party?: Party | undefined
  readonly groupId?: string | undefined
  readonly errors: readonly ProviderError[]
  readonly pricing?: unknown
  readonly conversation?: unknown
  readonly callbackData?: string | undefined
}

export const callEvents = ['connect', 'ringing', 'accepted', 'rejected', 'terminate'] as const
export type CallEventName = (typeof callEvents)[number]

export interface CallItem extends ItemBase {
  readonly kind: 'call'
  /** The provider's call id ("wacid.…"). */
  readonly providerCallId: string
  readonly event: CallEventName | 'unknown'
  readonly eventName: string
  readonly direction?: 'inbound' | 'outbound' | undefined
  readonly party?: Party | undefined
  /** On terminate: COMPLETED → completed, FAILED → failed, in lower case. */
  readonly outcome?: string | undefined
  readonly startedAt?: number | undefined
  readonly endedAt?: number | undefined
  readonly durationSeconds?: number | undefined
  readonly errors: readonly ProviderError[]
  readonly callbackData?: string | undefined
}

/** Something was said of a person without a message: the address book (state sync), a profile. */
export interface ContactItem extends ItemBase {
  readonly kind: 'contact'
  readonly party: Party
  /** The name in the business's own address book; `null`: removed from it. */
  readonly addressBookName?: string | null | undefined
}

/** The same person under an old and a new identity: number changed, user id changed. Joins the two contacts. */
export interface IdentityChangeItem extends ItemBase {
  readonly kind: 'identity-change'
  readonly previous: Party
  readonly current: Party
  readonly change: 'phone' | 'user-id' | 'device'
}

export interface PreferenceItem extends ItemBase {
  readonly kind: 'preference'
  readonly party: Party
  readonly category: string
  readonly value: string
  readonly detail?: string | undefined
}

export interface GroupItem extends ItemBase {
  readonly kind: 'group'
  readonly groupId: string
  /** `groups[].type` as it came, e.g. group_create, group_participants_add. */
  readonly change: string
  readonly subject?: string | undefined
  readonly description?: string | undefined
  readonly joined: readonly Party[]
  readonly left: readonly Party[]
  readonly errors: readonly ProviderError[]
}

/**
 * Something about the account, a template, a phone number, a flow, or a change that we have no better place for. Kept as it
 * came. `known: false` marks fields and shapes that this version does not understand.
 */
export interface FactItem extends ItemBase {
  readonly kind: 'fact'
  /** The webhook's field, e.g. message_template_status_update; `unreadable` where the body had none. */
  readonly field: string
  /** What it is about within the field, e.g. a template id; makes the latest fact of a subject findable. */
  readonly subject?: string | undefined
  readonly known: boolean
  /** Why it was not understood. */
  readonly reason?: string | undefined
  readonly value: unknown
}
