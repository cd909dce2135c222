/**
 * Takes one person out of a webhook body and leaves everybody else in.
 *
 * The items of a webhook are elements of arrays (`messages`, `statuses`, `contacts`, `threads` …), so an element is taken out
 * when it names the person anywhere outside of its own inner arrays; those are searched element by element. What held only
 * the person's items (a change, an entry) goes with them, so a later replay reads nothing strange.
 */
export interface Redaction {
  readonly body: unknown
  /** How many array elements were taken out. */
  readonly removed: number
}

/** @param names phone digits, BSUIDs, message and call ids: whatever identifies the person as a whole JSON string. */
export function redactBody(body: unknown, names: ReadonlySet<string>): Redaction {
  const state = { removed: 0 }
  return { body: withoutPerson(body, names, state), removed: state.removed }
}

function withoutPerson(value: unknown, names: ReadonlySet<string>, state: { removed: number }): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      if (namesPerson(element, names)) {
        state.removed += 1
        return []
      }
      const before = state.removed
      const kept = withoutPerson(element, names, state)
      return state.removed > before && isEmptied(kept) ? [] : [kept]
    })
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPerson(inner, names, state)]))
}

/** The person is named in the value itself or in objects inside it, but not counting arrays of objects inside it. */
function namesPerson(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return names.has(value) || (value.startsWith('+') && names.has(value.slice(1)))
  if (typeof value === 'number') return names.has(String(value))
  if (Array.isArray(value)) return value.some((element) => !isObject(element) && namesPerson(element, names))
  if (!isObject(value)) return false
  return Object.values(value).some((inner) => namesPerson(inner, names))
}

/** A change without items or an entry without changes: every array that it has is empty, and it has at least one. */
function isEmptied(value: unknown): boolean {
  const arrays = arraysIn(value)
  return arrays.length > 0 && arrays.every((array) => array.length === 0)
}

function arraysIn(value: unknown): readonly unknown[][] {
  if (Array.isArray(value)) return [value]
  if (!isObject(value)) return []
  return Object.values(value).flatMap(arraysIn)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
