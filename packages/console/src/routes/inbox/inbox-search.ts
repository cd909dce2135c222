import { type View, views } from './views.ts'

/** What the address of the inbox says besides the conversation: everything that somebody could want to link to. */
export interface InboxSearch {
  readonly view?: View
  readonly account?: string
  readonly label?: string
  /** A part of a name or number. */
  readonly q?: string
  /** A message to jump to. */
  readonly around?: string
  /** The panel beside the conversation; absent: where there is room. */
  readonly details?: boolean
  /** The message whose details are shown, and the part of them that stands first. */
  readonly message?: string
  readonly part?: 'versions' | 'raw'
  /** The picture that is shown over everything: a media id. */
  readonly picture?: string
  /** The simulated phone beside it: a customer's, or `true` for one that is still to be chosen. */
  readonly phone?: string | true
}

export function readInboxSearch(search: Readonly<Record<string, unknown>>): InboxSearch {
  const view = views.find((name) => name === search['view'])
  const { details, part, phone } = search
  return {
    ...(view && view !== 'open' ? { view } : {}),
    ...textOf('account', search),
    ...textOf('label', search),
    ...textOf('q', search),
    ...textOf('around', search),
    ...textOf('message', search),
    ...(part === 'versions' || part === 'raw' ? { part } : {}),
    ...textOf('picture', search),
    ...(typeof details === 'boolean' ? { details } : {}),
    ...(phone === true ? { phone } : textOf('phone', search)),
  }
}

/** The router reads digits as a number. */
function textOf<Name extends string>(
  name: Name,
  search: Readonly<Record<string, unknown>>,
): { [Key in Name]?: string } {
  const value = search[name]
  const text = typeof value === 'number' ? String(value) : value
  // One key, which is the name.
  return typeof text === 'string' && text !== '' ? ({ [name]: text } as { [Key in Name]?: string }) : {}
}
