import { common } from './en/common.ts'
import type { en } from './en/index.ts'
import { shell } from './en/shell.ts'
import type { Language } from './languages.ts'

export type Area = keyof typeof en
export type AreaWords = Readonly<Record<string, unknown>>
type Load = () => Promise<Readonly<Record<string, AreaWords>>>

/* A file an area and language, loaded when a page first says something of it: what a browser loads before the first page stays small. */
const files: Readonly<Record<string, Load>> = {
  ...import.meta.glob<Record<string, AreaWords>>(['./en/*.ts', '!./en/index.ts', '!./en/common.ts', '!./en/shell.ts']),
  ...import.meta.glob<Record<string, AreaWords>>(['./es/*.ts', '!./es/index.ts']),
}

/** Read by React without waiting: what `use` writes on a promise that it has seen fulfilled. */
const atHand = (words: AreaWords): Promise<AreaWords> =>
  Object.assign(Promise.resolve(words), { status: 'fulfilled', value: words })

/** The frame of every page is here in English from the start. */
const known = new Map<string, Promise<AreaWords>>([
  ['en/common', atHand(common)],
  ['en/shell', atHand(shell)],
])

/** The words of an area; the same promise for whoever asks. What fails is asked for again the next time. */
export function loadWords(language: Language, area: Area): Promise<AreaWords> {
  const key = `${language}/${area}`
  const before = known.get(key)
  if (before) return before
  const promise = fetchWords(language, area)
  promise.then(
    (words) => Object.assign(promise, { status: 'fulfilled', value: words }),
    () => known.delete(key),
  )
  known.set(key, promise)
  return promise
}

async function fetchWords(language: Language, area: Area): Promise<AreaWords> {
  const file = area.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const words = (await files[`./${language}/${file}.ts`]?.())?.[area]
  if (!words) throw new Error(`There is no strings/${language}/${file}.ts that exports ${area}.`)
  return words
}
