import type { PhoneBubble } from '@switchboard/contract'

/** What the text that is being written is: a new message, an answer to one, or a change of one. */
export type Draft = { readonly kind: 'new' } | { readonly kind: 'reply' | 'edit'; readonly message: PhoneBubble }
