/**
 * A text in parts of at most `limit` code points, cut where a reader would pause: after a paragraph, a line, a sentence, a
 * word; in the middle of a word only where there is nothing else. Nothing but the white space at the cuts is lost.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = [...text.trim()]
  while (rest.length > limit) {
    const cut = cutOf(rest.slice(0, limit + 1).join(''), limit)
    parts.push(rest.slice(0, cut).join('').trimEnd())
    rest = [...rest.slice(cut).join('').trimStart()]
  }
  if (rest.length > 0) parts.push(rest.join(''))
  return parts
}

const pauses = [/\n\s*\n/gu, /\n/gu, /[.!?…。！？]["”’)]?\s/gu, /\s/gu]

/** In code points, of a head that is one longer than the limit. A pause in the first half would waste the message. */
function cutOf(head: string, limit: number): number {
  for (const pause of pauses) {
    let best = 0
    for (const match of head.matchAll(pause)) best = [...head.slice(0, match.index + match[0].length)].length
    if (best > limit) best = limit
    if (best > limit / 2) return best
  }
  return limit
}
