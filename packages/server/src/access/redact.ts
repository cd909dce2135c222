import { type AuditFieldKind, auditFieldKind } from './audit-fields.ts'

const longestString = 200
const deepest = 5
const mostItems = 50
const oneWord = /^\S*$/

/**
 * What of a request's arguments may go into the audit (audit-fields.ts): no text of messages, no secret; long strings, deep and
 * long structures are cut, and what jsonb refuses (NUL, lone surrogates) is replaced. The answer is as `JSON.parse` would give it.
 */
export function redact(value: unknown, kind?: AuditFieldKind, depth = 0): unknown {
  if (kind === 'secret') return '[redacted]'
  if (typeof value === 'string') return redactText(value, kind)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return redactNumber(value, kind)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (typeof value !== 'object') return value === undefined ? undefined : String(value)
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map((item) => redact(item, kind, depth + 1) ?? null)
    return value.length > mostItems ? [...items, `… ${value.length} in all`] : items
  }
  const members = Object.entries(value).slice(0, mostItems)
  return Object.fromEntries(
    members.flatMap(([name, member]) => {
      const shown = redact(member, kindWithin(kind, name), depth + 1)
      return shown === undefined ? [] : [[cut(clean(name)), shown]]
    }),
  )
}

/** Inside of a message's parts any name may stand; inside of others' objects each member has its own. */
function kindWithin(outer: AuditFieldKind | undefined, name: string): AuditFieldKind | undefined {
  const own = auditFieldKind(name)
  return own === 'secret' || outer !== 'text' ? own : 'text'
}

function redactText(text: string, kind: AuditFieldKind | undefined): string {
  switch (kind) {
    case 'id':
      // Whoever writes a sentence where an id belongs has not written an id.
      return oneWord.test(text) ? cut(clean(text)) : `[${text.length} characters]`
    case 'plain':
    case 'person':
    case 'search':
      return cut(clean(text))
    case 'link':
      return URL.canParse(text) ? cut(clean(originOf(new URL(text)))) : `[${text.length} characters]`
    case 'secret':
      return '[redacted]'
    case 'text':
    case 'parts':
    case undefined:
      return `[${text.length} characters]`
  }
}

/** Also a place, a price, a phone number, where nobody said that it is none. */
function redactNumber(value: number, kind: AuditFieldKind | undefined): unknown {
  if (kind === undefined || kind === 'text' || kind === 'parts') return '[number]'
  return Number.isFinite(value) ? value : String(value)
}

function originOf({ protocol, host }: URL): string {
  return host === '' ? `${protocol}…` : `${protocol}//${host}/…`
}

function cut(text: string): string {
  return text.length <= longestString ? text : `${text.slice(0, longestString).toWellFormed()}…`
}

/** Also for the audit's text columns. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
