import { Refusal } from '../refusal.ts'
import { longestRow } from './list-row.ts'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its end; null: longer than any row may be. */
  readonly text: string | null
}

/**
 * The lines of a UTF-8 text as it arrives, some at a time: LF or CRLF, with or without a byte order mark. Holds no more than one
 * chunk and one line. What is not UTF-8 becomes U+FFFD.
 * @throws {Refusal} upload-invalid for UTF-16, which spreadsheets also call "Unicode text"
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let tooLong = false
  let number = 0
  let begun = false
  const take = (text: string): Line => {
    number += 1
    const line = {
      number,
      text: tooLong || text.length > longestRow ? null : text.endsWith('\r') ? text.slice(0, -1) : text,
    }
    tooLong = false
    return line
  }
  for await (const chunk of body) {
    if (!begun) refuseUtf16(chunk)
    begun = true
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    if (pieces.length > 0) yield pieces.map(take)
    if (rest.length > longestRow) {
      rest = ''
      tooLong = true
    }
  }
  rest += decoder.decode()
  if (rest !== '' || tooLong) yield [take(rest)]
}

function refuseUtf16([first, second]: Uint8Array): void {
  if (!((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))) return
  throw new Refusal('upload-invalid', { detail: 'The file is UTF-16. Save it as UTF-8 ("CSV UTF-8" in spreadsheets).' })
}
