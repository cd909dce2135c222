/** A list as it was read in the browser; what is sent is the file itself. */
export interface ReadList {
  readonly columns: readonly string[]
  /** As the server names it. */
  readonly delimiter: ',' | ';' | '|' | 'tab'
  readonly rows: number
  /** The first rows, a cell a column. */
  readonly samples: readonly (readonly string[])[]
  /** Rows in which the column holds nothing, by column. */
  readonly blanks: readonly number[]
}

export type ListAnswer =
  | { readonly kind: 'progress'; readonly rows: number }
  | { readonly kind: 'read'; readonly list: ReadList }
  | { readonly kind: 'failed'; readonly reason: string }
