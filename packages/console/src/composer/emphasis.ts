/** What WhatsApp shows text between as bold, italic, struck and typewritten. */
export const marks = { bold: '*', italic: '_', strike: '~', mono: '```' } as const
export type Mark = keyof typeof marks

export interface Edited {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Puts the mark around what is selected, or takes it away where it stands already. Spaces at the ends stay outside. */
export function toggleMark(text: string, from: number, to: number, mark: Mark): Edited {
  const sign = marks[mark]
  const selected = text.slice(from, to)
  const start = from + (selected.length - selected.trimStart().length)
  const end = Math.max(start, to - (selected.length - selected.trimEnd().length))
  const inner = text.slice(start, end)
  if (text.slice(start - sign.length, start) === sign && text.slice(end, end + sign.length) === sign)
    return {
      text: text.slice(0, start - sign.length) + inner + text.slice(end + sign.length),
      start: start - sign.length,
      end: end - sign.length,
    }
  return {
    text: text.slice(0, start) + sign + inner + sign + text.slice(end),
    start: start + sign.length,
    end: end + sign.length,
  }
}
