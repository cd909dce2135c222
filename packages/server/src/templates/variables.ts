/** `{{1}}` and `{{first_name}}`: the provider's own places, which are not Liquid. */
const place = /\{\{\s*([^{}\s]+)\s*\}\}/g

export interface TextShape {
  readonly text: string
  /** Each once: numbers by their size, names by where they come first. */
  readonly variables: readonly string[]
}

export function textShape(text: string): TextShape {
  const names = [...new Set(Array.from(text.matchAll(place), ([, name]) => name ?? ''))]
  const numbered = names.every((name) => /^\d+$/.test(name))
  return { text, variables: numbered ? names.toSorted((a, b) => Number(a) - Number(b)) : names }
}

/** What is put in is never looked at for places again. @param valueFor undefined: the place stays as it is */
export function fillText({ text }: TextShape, valueFor: (variable: string) => string | undefined): string {
  return text.replaceAll(place, (whole, name: string) => valueFor(name) ?? whole)
}
