import type { Content } from '@switchboard/contract'
import { maxSearchTextLength, normaliseText } from './normalise-text.ts'
import { singleHanCharacters } from './segment-scripts.ts'

/** What a person reads of a message: its text, caption, button title, …; null where there is nothing to read. */
export function readableText(content: Content): string | null {
  return joined(readableParts(content), '\n')
}

/**
 * Everything in a message that can be searched, normalised as `normaliseText` does it: what a person reads, and filenames,
 * descriptions, product ids, contacts' phones, flow answers. Null where there is no word; at most `maxSearchTextLength` long.
 */
export function searchableText(content: Content): string | null {
  const source = joined([...readableParts(content), ...hiddenParts(content)], '\n')
  if (source === null) return null
  const words = normaliseText(source)
  if (words === '') return null
  const singles = singleHanCharacters(words)
  if (singles === '') return words
  const both = `${words} ${singles}`
  return both.length <= maxSearchTextLength ? both : both.slice(0, both.lastIndexOf(' ', maxSearchTextLength))
}

/** What is searched beside it, in its order, as one line; empty where there is nothing. */
export function hiddenText(content: Content): string {
  return joined(hiddenParts(content), ' · ') ?? ''
}

type Part = string | undefined

function readableParts(content: Content): Part[] {
  switch (content.type) {
    case 'text':
    case 'button':
    case 'system':
    case 'order':
    case 'template':
      return [content.text]
    case 'image':
    case 'video':
      return [content.caption]
    case 'document':
      return [content.caption, content.filename]
    case 'location':
      return [content.name, content.address]
    case 'contacts':
      return content.contacts.map((card) => card.name ?? card.organisation)
    case 'interactive':
      return [content.title, content.description]
    case 'audio':
    case 'sticker':
    case 'request_welcome':
    case 'unsupported':
    case 'unknown':
      return []
  }
}

function hiddenParts(content: Content): Part[] {
  switch (content.type) {
    case 'button':
      return [content.payload]
    case 'location':
      return [content.url]
    case 'order':
      return [content.catalogId, ...content.items.map((item) => item.productRetailerId)]
    case 'contacts':
      return content.contacts.flatMap((card) => [
        card.organisation,
        ...card.phones.flatMap(({ phone, waId }) => [phone, phone?.replace(/\D/g, ''), waId]),
        ...card.emails.map(({ email }) => email),
      ])
    case 'interactive':
      return [content.id, content.responseText, ...stringsIn(content.response, () => true)]
    case 'template':
      return [content.name, ...stringsIn(content.raw, isText)]
    case 'unsupported':
      return stringsIn(content.raw, isText)
    default:
      return []
  }
}

/** Keys that hold what people wrote in message types of a later date; ids, tokens and times stay out of the search. */
function isText(key: string): boolean {
  return /^(body|text|caption|title|name|description|filename|subject|question|address)$/.test(key)
}

const maxDepth = 20
const maxParts = 1_000

/** The strings of a JSON value whose nearest key is wanted; numbers too, as people search for order numbers. */
function stringsIn(value: unknown, wanted: (key: string) => boolean, key = '', depth = 0): string[] {
  if (typeof value === 'string') return wanted(key) ? [value] : []
  if (typeof value === 'number') return wanted(key) ? [String(value)] : []
  if (typeof value !== 'object' || value === null || depth > maxDepth) return []
  const parts: string[] = []
  for (const [name, child] of Object.entries(value)) {
    if (parts.length >= maxParts) break
    parts.push(...stringsIn(child, wanted, Array.isArray(value) ? key : name, depth + 1).slice(0, maxParts))
  }
  return parts
}

function joined(parts: readonly Part[], separator: string): string | null {
  const present = parts.filter((part) => part !== undefined && part.trim() !== '')
  return present.length === 0 ? null : present.join(separator)
}
