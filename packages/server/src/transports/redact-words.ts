/** A provider's own words, cut to a readable length, with what must not be repeated replaced. */
export function redactWords(words: string | undefined, secrets: readonly string[]): string | undefined {
  if (words === undefined || words.trim() === '') return undefined
  let safe = words.toWellFormed()
  // Longest first, so that what contains another secret goes whole. Very short ones would hide common words.
  for (const secret of secrets.toSorted((one, other) => other.length - one.length)) {
    if (secret.length >= 4) safe = safe.replaceAll(secret, '[removed]')
  }
  return safe.length <= maxLength ? safe : `${safe.slice(0, maxLength).toWellFormed()}…`
}

const maxLength = 500
