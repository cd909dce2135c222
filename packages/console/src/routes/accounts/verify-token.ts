const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Something that nobody guesses and that survives being typed: letters and digits that look like no other. */
export function makeVerifyToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')
}

/**
 * The server never gives a secret back, and this one has to be pasted elsewhere: it is held here until the page is left, in memory
 * alone.
 */
const held = new Map<string, string>()

export function holdVerifyToken(accountId: string, token: string): void {
  held.set(accountId, token)
}

export function heldVerifyToken(accountId: string): string | undefined {
  return held.get(accountId)
}
