/** Values that are forgotten after some time, or when there are too many. */
export interface Recent<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
}

export interface RecentOptions {
  readonly milliseconds: number
  /** Beyond this the oldest go. */
  readonly most: number
  readonly now?: () => number
}

export function createRecent<Value>({ milliseconds, most, now = Date.now }: RecentOptions): Recent<Value> {
  // In the order in which they were set, so the first is the oldest.
  const values = new Map<string, { readonly value: Value; readonly until: number }>()
  return {
    get(key) {
      const held = values.get(key)
      return held !== undefined && now() < held.until ? held.value : undefined
    },
    set(key, value) {
      values.delete(key)
      values.set(key, { value, until: now() + milliseconds })
      for (const oldest of values.size > most ? values.keys().take(1) : []) values.delete(oldest)
    },
  }
}
