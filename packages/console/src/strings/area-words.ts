import { common } from './en/common.ts'
import type { en } from './en/index.ts'
import { shell } from './en/shell.ts'
import type { Language } from './languages.ts'

export type Area = keyof typeof en
type AreaWords = Readonly<Record<string, unknown>>
type Load = () => Promise<Readonly<Record<string, AreaWords>>>

/* A file an area and language, loaded when a page first says something of it: what a browser loads before the first page stays small. */
const files: Readonly<Record<string, Load>> = {
  ...import.meta.glob<Record<string, AreaWords>>(['./en/*.ts', '!./en/index.ts', '!./en/common.ts', '!./en/shell.ts']),
  ...import.meta.glob<Record<string, AreaWords>>(['./es/*.ts', '!./es/index.ts']),
}

const loaded = new Map<string, AreaWords>([
  ['en/common', common],
  ['en/shell', shell],
])
const coming = new Map<string, Promise<AreaWords>>()

/** Those that are here already, which every page's frame is in English. */
export function wordsAtHand(language: Language, area: Area): AreaWords | undefined {
  return loaded.get(`${language}/${area}`)
}

/** The words of an area; the same promise for whoever asks while they come. What fails is asked for again the next time. */
export function loadWords(language: Language, area: Area): Promise<AreaWords> {
  const key = `${language}/${area}`
  const known = coming.get(key)
  if (known) return known
  const promise = fetchWords(language, area).then((words) => {
    loaded.set(key, words)
    return words
  })
  promise.catch(() => coming.delete(key))
  coming.set(key, promise)
  return promise
}

async function fetchWords(language: Language, area: Area): Promise<AreaWords> {
  const file = area.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const words = (await files[`./${language}/${file}.ts`]?.())?.[area]
  if (!words) throw new Error(`There is no strings/${language}/${file}.ts that exports ${area}.`)
  return words
}
