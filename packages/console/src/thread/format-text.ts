/**
 * What people write in WhatsApp, as a tree to be shown. Nothing of it is ever HTML: who shows it makes elements of it. Formats are
 * those of https://faq.whatsapp.com/539178204879377: *bold*, _italic_, ~strike~, `code`, ```mono```, lists and quotes.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'bullets'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'numbers'; readonly start: number; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'mono'; readonly text: string }

const fence = '```'

export function formatText(text: string): Block[] {
  const blocks: Block[] = []
  let rest = text.replaceAll('\r\n', '\n')
  while (rest !== '') {
    const start = rest.indexOf(fence)
    const end = start === -1 ? -1 : rest.indexOf(fence, start + fence.length)
    if (end === -1 || rest.slice(start + fence.length, end).trim() === '') {
      blocks.push(...lineBlocks(rest))
      break
    }
    if (start > 0) blocks.push(...lineBlocks(rest.slice(0, start).replace(/\n$/, '')))
    blocks.push({ kind: 'mono', text: rest.slice(start + fence.length, end).replace(/^\n|\n$/g, '') })
    rest = rest.slice(end + fence.length).replace(/^\n/, '')
  }
  return blocks
}

type LineKind = 'lines' | 'quote' | 'bullets' | 'numbers'

function lineBlocks(text: string): Block[] {
  const groups: { kind: LineKind; start: number; lines: Inline[][] }[] = []
  for (const line of text.split('\n')) {
    const { kind, start, said } = readLine(line)
    const last = groups.at(-1)
    if (last?.kind === kind) last.lines.push(formatLine(said))
    else groups.push({ kind, start, lines: [formatLine(said)] })
  }
  return groups.map(({ kind, start, lines }): Block => {
    if (kind === 'bullets') return { kind, items: lines }
    if (kind === 'numbers') return { kind, start, items: lines }
    return { kind, lines }
  })
}

function readLine(line: string): { readonly kind: LineKind; readonly start: number; readonly said: string } {
  const quote = /^> ?(.+)$/.exec(line)
  if (quote) return { kind: 'quote', start: 0, said: quote[1] ?? '' }
  const bullet = /^[*-] +(\S.*)$/.exec(line)
  if (bullet) return { kind: 'bullets', start: 0, said: bullet[1] ?? '' }
  const number = /^(\d{1,3})\. +(\S.*)$/.exec(line)
  if (number) return { kind: 'numbers', start: Number(number[1]), said: number[2] ?? '' }
  return { kind: 'lines', start: 0, said: line }
}

const spans = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Marker = keyof typeof spans
/** At most as long as browsers take, and no text can make many long ones be tried. */
const linkStart = /(?:https?:\/\/|www\.)[^\s<>"'`]{1,2048}/giy

/** One line. Every marker is looked for once ahead and never again where there is none, so a line of nothing but stars costs little. */
export function formatLine(line: string, markers: ReadonlySet<string> = new Set(['*', '_', '~', '`'])): Inline[] {
  const found: Inline[] = []
  const without = new Set<string>()
  let plain = ''
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: plain })
    plain = ''
  }
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? ''
    const link = isLinkStart(character) && opensWord(line, at) ? linkAt(line, at) : null
    if (link) {
      flush()
      found.push(link)
      at += link.text.length
      continue
    }
    const end = markers.has(character) && !without.has(character) && opens(line, at) ? closing(line, at) : -1
    if (end === -1) {
      if (markers.has(character) && opens(line, at)) without.add(character)
      plain += character
      at += 1
      continue
    }
    flush()
    found.push(spanOf(character, line.slice(at + 1, end), markers))
    at = end + 1
  }
  flush()
  return found
}

function spanOf(marker: string, inside: string, markers: ReadonlySet<string>): Inline {
  if (!isSpan(marker)) return { kind: 'code', text: inside }
  return {
    kind: spans[marker],
    children: formatLine(inside, new Set([...markers].filter((other) => other !== marker))),
  }
}

function isSpan(marker: string): marker is Marker {
  return marker in spans
}

const wordCharacter = /[\p{L}\p{N}]/u

function opensWord(line: string, at: number): boolean {
  return at === 0 || !wordCharacter.test(line[at - 1] ?? '')
}

function opens(line: string, at: number): boolean {
  return opensWord(line, at) && /\S/.test(line[at + 1] ?? '')
}

/** Where the marker at `at` closes; -1: nowhere on the line. */
function closing(line: string, at: number): number {
  const marker = line[at] ?? ''
  for (let end = line.indexOf(marker, at + 2); end !== -1; end = line.indexOf(marker, end + 1)) {
    if (/\S/.test(line[end - 1] ?? '') && !wordCharacter.test(line[end + 1] ?? '')) return end
  }
  return -1
}

function isLinkStart(character: string): boolean {
  return character === 'h' || character === 'H' || character === 'w' || character === 'W'
}

function linkAt(line: string, at: number): Extract<Inline, { kind: 'link' }> | null {
  linkStart.lastIndex = at
  const match = linkStart.exec(line)
  if (!match) return null
  // Punctuation behind a link is the sentence's, and so is a bracket that the link did not open.
  let text = match[0].replace(/[.,;:!?*_~…]+$/, '')
  if (text.endsWith(')') && !text.includes('(')) text = text.slice(0, -1)
  const href = safeLink(text)
  return href === null ? null : { kind: 'link', text, href }
}

/** Only what leads to the web, and only where somebody could be: null for anything else, e.g. `javascript:`. */
export function safeLink(text: string): string | null {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : null
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const emoji = /^(?:\p{RI}{2}|\p{Extended_Pictographic}|\p{Emoji}\uFE0F?\u20E3)/u

/** How many emoji a text is when it is nothing else, up to three; 0: it says more, and is shown as text. */
export function emojiOnly(text: string): 0 | 1 | 2 | 3 {
  const trimmed = text.trim()
  // Three families of people are below this; a longer text is not looked at.
  if (trimmed === '' || trimmed.length > 60) return 0
  let count = 0
  for (const { segment } of graphemes.segment(trimmed)) {
    if (/^\s+$/.test(segment)) continue
    if (!emoji.test(segment)) return 0
    count += 1
  }
  return count === 1 || count === 2 || count === 3 ? count : 0
}
