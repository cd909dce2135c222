import { en } from './en/index.ts'
import type { Words } from './words.ts'

export type Catalogue = Words<typeof en>

/** By BCP 47 tag: the language's own name, and how its words come (English is part of the page, others when they are chosen). */
export const languages = {
  en: { name: 'English', load: async (): Promise<Catalogue> => en },
  es: { name: 'Español', load: async (): Promise<Catalogue> => (await import('./es/index.ts')).es },
} as const
export type Language = keyof typeof languages

/** What was chosen here, else the first of the browser's languages that is there, else English. */
export function preferredLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const isThere = (tag: string): tag is Language => Object.hasOwn(languages, tag)
  if (chosen !== null && isThere(chosen)) return chosen
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isThere) ?? 'en'
}
