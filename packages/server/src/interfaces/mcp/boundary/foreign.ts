/** Who wrote a text: a person on the other side, our own side (people or bots), or the provider. */
export type Author = 'contact' | 'business' | 'provider'

/** Text that somebody outside of this server wrote. It leaves only through `seal`, filtered and fenced. */
export class Foreign {
  readonly text: string
  readonly by: Author

  constructor(text: string, by: Author) {
    this.text = text
    this.by = by
  }
}

/** Marks a text as somebody's; nothing where there is none. */
export function foreign(text: string | null | undefined, by: Author): Foreign | undefined {
  return text === null || text === undefined || text === '' ? undefined : new Foreign(text, by)
}

/** An object whose keys and values are somebody's: one string of JSON, so that the keys are fenced too. */
export function foreignJson(value: unknown, by: Author, mostCharacters: number): Foreign {
  return new Foreign(clip(JSON.stringify(value), mostCharacters), by)
}

/** Text of this server's own, which may hold spaces and is not fenced. Never pass anything that came from outside. */
export class Own {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What a tool answers before it is sealed: JSON with marked text. `undefined` is left out. */
export type View =
  | string
  | number
  | boolean
  | null
  | undefined
  | Foreign
  | Own
  | readonly View[]
  | { readonly [key: string]: View }

/** The first `most` UTF-16 units without cutting a character in half; `…` says that something is missing. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, wholeCharacters(text, most))}…`
}

/** The largest length up to `most` that does not split a surrogate pair. */
export function wholeCharacters(text: string, most: number): number {
  const unit = text.charCodeAt(most - 1)
  return unit >= 0xd800 && unit < 0xdc00 ? most - 1 : most
}
