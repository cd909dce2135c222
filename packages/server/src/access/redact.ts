/** Names of arguments whose values are never written down. */
const secretName =
  /token|secret|password|passwd|passphrase|authorization|credential|cookie|signature|api[_-]?key|^key$|private/i
const longestString = 200
const deepest = 4
const mostItems = 50

/**
 * What of a request's arguments may go into the audit: values under secret-sounding names are masked, long strings cut, deep
 * or long structures cut, and text that jsonb refuses (NUL, lone surrogates) is replaced.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cut(clean(value))
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return value === undefined ? undefined : String(value)
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostItems)
      .map(([name, item]) => [cut(clean(name)), secretName.test(name) ? '[redacted]' : redact(item, depth + 1)]),
  )
}

function cut(text: string): string {
  return text.length <= longestString ? text : `${text.slice(0, longestString).toWellFormed()}…`
}

/** Also for the audit's text columns. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
