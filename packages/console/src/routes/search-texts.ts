/** Of an address's search parameters those of these names that are texts and not empty. */
export function searchTexts<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): { readonly [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
    // The router reads what looks like a number as one.
    if (typeof value === 'number') found[name] = String(value)
  }
  return found
}
