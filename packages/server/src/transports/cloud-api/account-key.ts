/**
 * Whose webhook a body is, for sharing the work: the first change's `phone_number_id`, or else the first entry's id; `''`
 * where there is neither. Looks at four properties, never throws, and says nothing about whether the body is readable.
 */
export function accountKeyOf(body: unknown): string {
  const entry = first(property(body, 'entry'))
  const metadata = property(property(first(property(entry, 'changes')), 'value'), 'metadata')
  return word(property(metadata, 'phone_number_id')) ?? word(property(entry, 'id')) ?? ''
}

export interface NamedAccounts {
  /** Phone number ids. */
  readonly numbers: readonly string[]
  /** Of what is about no number. */
  readonly businessAccounts: readonly string[]
}

/** Everything that a body is about. */
export function accountsNamedIn(body: unknown): NamedAccounts {
  const numbers = new Set<string>()
  const businessAccounts = new Set<string>()
  for (const entry of listOf(property(body, 'entry'))) {
    for (const change of listOf(property(entry, 'changes'))) {
      const number = word(property(property(property(change, 'value'), 'metadata'), 'phone_number_id'))
      if (number === undefined) businessAccounts.add(word(property(entry, 'id')) ?? '')
      else numbers.add(number)
    }
  }
  return { numbers: [...numbers], businessAccounts: [...businessAccounts] }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
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
