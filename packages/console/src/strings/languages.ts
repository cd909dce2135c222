/** By BCP 47 tag: the language's own name. Its words are in the folder of that name. */
export const languages = { en: { name: 'English' }, es: { name: 'Español' } } as const
export type Language = keyof typeof languages

/** What was chosen here, else the first of the browser's languages that is there, else English. */
export function preferredLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const isThere = (tag: string): tag is Language => Object.hasOwn(languages, tag)
  if (chosen !== null && isThere(chosen)) return chosen
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isThere) ?? 'en'
}
