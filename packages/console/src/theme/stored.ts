/** A choice of this browser's, kept under `switchboard.<name>`; null where there is none or storage is forbidden. */
export function readStored(name: string): string | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`switchboard.${name}`) ?? 'null')
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}

/** Where storage is forbidden the choice holds until the page is left. */
export function writeStored(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`switchboard.${name}`)
    else localStorage.setItem(`switchboard.${name}`, JSON.stringify(value))
  } catch {
    // Private windows may refuse: nothing else depends on it.
  }
}

/** Forgets whatever is kept under names that begin so. */
export function forgetStored(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`switchboard.${prefix}`)) localStorage.removeItem(key)
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
