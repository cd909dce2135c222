/** By BCP 47 tag: the language's own name. Its words are in the folder of that name. */
export const languages = { en: { name: 'English' }, es: { name: 'Español' } } as const
export type Language = keyof typeof languages

/**
 * How times and numbers are written: as the first of the browser's locales has it whose language the words are in (“en-GB” writes
 * 20:42 where “en” writes 8:42 PM), else as the language itself does.
 */
export function formattingLocale(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.split('-')[0] === language && isFormattable(tag)) ?? language
}

/** Not every tag that a browser names is one: an unknown tag would throw wherever a time is shown. */
function isFormattable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** What was chosen here, else the first of the browser's languages that is there, else English. */
export function preferredLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const isThere = (tag: string): tag is Language => Object.hasOwn(languages, tag)
  if (chosen !== null && isThere(chosen)) return chosen
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isThere) ?? 'en'
}
