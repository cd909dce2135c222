/**
 * Whose webhook a body is, for sharing the work: the first change's `phone_number_id`, or else the first entry's id; `''`
 * where there is neither. Looks at four properties, never throws, and says nothing about whether the body is readable.
 */
export function accountKeyOf(body: unknown): string {
  const entry = first(property(body, 'entry'))
  const metadata = property(property(first(property(entry, 'changes')), 'value'), 'metadata')
  return word(property(metadata, 'phone_number_id')) ?? word(property(entry, 'id')) ?? ''
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}

function word(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' ? String(value) : undefined
}
