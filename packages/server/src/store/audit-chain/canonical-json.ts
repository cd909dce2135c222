/**
 * The one text of a JSON value, as RFC 8785 (JSON Canonicalization Scheme) has it: no white space, keys in the order of their
 * UTF-16 code units, numbers and strings as ECMAScript writes them. The value must come from `JSON.parse` or be like one that did.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
