import type { BroadcastRecipientInput, RowProblemCode, SendRefusalCode } from '@switchboard/contract'

/** One row of a list of recipients as it was given, or why it is none. */
export type ListRow = GivenRow | BrokenRow

export interface GivenRow {
  /** Of the file, from 1; null where there is none. */
  readonly line: number | null
  readonly to: BroadcastRecipientInput['to']
  readonly variables: Readonly<Record<string, string | number | boolean | null>>
}

export interface BrokenRow {
  readonly line: number | null
  readonly code: RowProblemCode | SendRefusalCode
  /** For the person who corrects the file. */
  readonly reason: string
}

/** Longest row, in UTF-16 units; a file that has no line ends is not held in memory. */
export const longestRow = 64 * 1024
