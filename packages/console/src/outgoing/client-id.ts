let last = 0

/**
 * Of one message, and its Idempotency-Key: sorts as they were written, also of those within one millisecond; not guessed by others.
 * `crypto.randomUUID` is not there on pages of plain http.
 */
export function newClientId(): string {
  last = Math.max(Date.now(), last + 1)
  const random = crypto.getRandomValues(new Uint32Array(3))
  return `console-${last.toString(36)}-${[...random].map((part) => part.toString(36).padStart(7, '0')).join('')}`
}
