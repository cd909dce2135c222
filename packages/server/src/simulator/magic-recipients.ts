import { errorCatalogue } from './error-catalogue.ts'

/** What happens to whatever is sent to somebody. */
export type Fate =
  /** Accepted; how far it comes, and how. */
  | {
      readonly kind: 'arrives'
      readonly upTo: 'accepted' | 'sent' | 'delivered'
      readonly extraMilliseconds?: number
    }
  /** Accepted, then a status `failed`. */
  | { readonly kind: 'fails'; readonly code: number }
  /** Not accepted, with an error. `first`: only the first attempt of each message. */
  | { readonly kind: 'refused'; readonly code: number; readonly subcode?: number; readonly times: 'first' | 'always' }
  /** Something between sender and Graph API answers 502 in HTML. */
  | { readonly kind: 'gateway'; readonly accepted: boolean; readonly times: 'first' | 'always' }
  /** The connection is cut. */
  | { readonly kind: 'cut'; readonly accepted: boolean; readonly times: 'first' | 'always' }
  /** Accepted, and no answer ever. */
  | { readonly kind: 'silent' }
  /** The status `sent` is at the webhook before the answer is at the sender. */
  | { readonly kind: 'overtaken' }
  /** Every status comes twice. */
  | { readonly kind: 'doubled' }
  /** read, then delivered, then sent. */
  | { readonly kind: 'backwards' }
  /** Accepted with this word, delivered 10 s later. */
  | { readonly kind: 'held'; readonly word: 'held_for_quality_assessment' | 'paused' }
  /** Reads it and answers. */
  | { readonly kind: 'answers' }

export interface MagicRecipient {
  /** The last two digits of +1 555 010 01NN. */
  readonly ending: number
  readonly waId: string
  readonly phone: string
  readonly what: string
  readonly fate: Fate
}

const arrives = (upTo: 'accepted' | 'sent' | 'delivered', extraMilliseconds = 0): Fate => ({
  kind: 'arrives',
  upTo,
  extraMilliseconds,
})
const refused = (code: number, times: 'first' | 'always', subcode?: number): Fate => ({
  kind: 'refused',
  code,
  times,
  ...(subcode !== undefined && { subcode }),
})

const fates: readonly (readonly [ending: number, fate: Fate, what?: string])[] = [
  [10, arrives('delivered'), 'delivered, never read'],
  [11, arrives('sent'), 'sent, never delivered (the phone is off)'],
  [12, arrives('accepted'), 'accepted, and no status ever comes'],
  [13, { kind: 'arrives', upTo: 'delivered', extraMilliseconds: 30_000 }, 'every status takes 30 s longer; never read'],
  [14, { kind: 'answers' }, 'reads it and answers'],
  [15, { kind: 'held', word: 'held_for_quality_assessment' }, 'held for quality assessment, delivered 10 s later'],
  [16, { kind: 'held', word: 'paused' }, 'accepted as paused, delivered 10 s later'],
  ...[131026, 131047, 131049, 131050, 131048, 130472, 131053, 131042, 131000].map(
    (code, index) => [20 + index, { kind: 'fails', code }] as const,
  ),
  [30, refused(131031, 'always')],
  [31, refused(190, 'always', 463)],
  [32, refused(10, 'always')],
  [33, refused(131030, 'always')],
  [34, refused(131045, 'always')],
  [35, refused(100, 'always')],
  [36, refused(133010, 'always')],
  [40, refused(131016, 'first')],
  [41, refused(130429, 'first')],
  // 42 is somebody ordinary: a customer of `switchboard demo`.
  [43, refused(131056, 'first')],
  [44, refused(80007, 'first')],
  [
    45,
    { kind: 'gateway', accepted: false, times: 'first' },
    'HTTP 502 in HTML and not accepted the first time, then fine',
  ],
  [46, { kind: 'cut', accepted: false, times: 'first' }, 'connection cut and not accepted the first time, then fine'],
  [50, { kind: 'cut', accepted: true, times: 'always' }, 'accepted, then the connection is cut'],
  [51, { kind: 'gateway', accepted: true, times: 'always' }, 'accepted, then HTTP 502 in HTML'],
  [52, { kind: 'silent' }, 'accepted, and no answer ever comes'],
  [53, { kind: 'overtaken' }, 'the status "sent" overtakes the answer'],
  [54, { kind: 'doubled' }, 'every status comes twice'],
  [55, { kind: 'backwards' }, 'the statuses come in the opposite order'],
]

export const magicRecipients: readonly MagicRecipient[] = fates.map(([ending, fate, what]) => ({
  ending,
  waId: `155501001${ending}`,
  phone: `+1 555 010 01${ending}`,
  what: what ?? sentenceOf(fate),
  fate,
}))

const byWaId: ReadonlyMap<string, MagicRecipient> = new Map(magicRecipients.map((magic) => [magic.waId, magic]))

/** @param waId digits of the phone */
export function fateOf(waId: string | undefined): Fate | undefined {
  return waId === undefined ? undefined : byWaId.get(waId)?.fate
}

function sentenceOf(fate: Fate): string {
  if (fate.kind !== 'fails' && fate.kind !== 'refused') return fate.kind
  const known = errorCatalogue.get(fate.code)
  const named = `${fate.code} ${known?.title ?? ''}`.trim()
  if (fate.kind === 'fails') return `accepted, then failed with ${named}`
  const refusal = `refused with ${named} (HTTP ${known?.httpStatus ?? 400})`
  return fate.times === 'first' ? `${refusal} the first time, then fine` : refusal
}
