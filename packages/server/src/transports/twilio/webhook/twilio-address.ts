/** `whatsapp:+14155238886` → `14155238886`; undefined for what is no number. */
export function digitsOf(address: unknown): string | undefined {
  const digits = withoutChannel(address)?.replace(/^\+/, '')
  return digits !== undefined && /^\d{5,20}$/.test(digits) ? digits : undefined
}

/** A phone number, or a user id of Meta's where the person has none. */
export function withoutChannel(address: unknown): string | undefined {
  // A plus sign that a sender forgot to encode came as a space.
  return typeof address === 'string'
    ? address
        .replace(/^whatsapp:/i, '')
        .replace(/^ /, '+')
        .trim()
    : undefined
}
