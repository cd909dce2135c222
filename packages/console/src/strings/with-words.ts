import { readStored } from '../theme/stored.ts'
import { type Area, loadWords } from './area-words.ts'
import { preferredLanguage } from './languages.ts'

/** The code of a page once its words are here too: both are fetched at once, not the words when the page first says something. */
export async function withWords<Code>(code: Promise<Code>, ...areas: readonly Area[]): Promise<Code> {
  const language = preferredLanguage(readStored('language'), navigator.languages)
  // A page without its words asks for them again, and says so if they do not come.
  await Promise.allSettled(areas.map((area) => loadWords(language, area)))
  return code
}
