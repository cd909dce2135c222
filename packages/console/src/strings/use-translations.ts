import { use } from 'react'
import { createTranslator, type useTranslations as useAllTranslations, useLocale, useTimeZone } from 'use-intl'
import { type Area, type AreaWords, loadWords } from './area-words.ts'
import { useLanguage } from './strings-provider.tsx'

/** An area of the catalogue, or a part of one: `phone`, `phone.attach`. */
type Namespace = NonNullable<Parameters<typeof useAllTranslations>[0]>

/**
 * The words of an area in the person's language: `words('key', {value})`, as use-intl has them. Where they are not here yet the
 * component waits for them (the nearest Suspense shows what it shows).
 */
export function useTranslations<Name extends Namespace>(name: Name): ReturnType<typeof useAllTranslations<Name>> {
  const area = name.split('.')[0] as Area // a namespace begins with its area
  const { language } = useLanguage()
  const locale = useLocale()
  const timeZone = useTimeZone()
  const words = use(loadWords(language, area))
  return translatorOf(words, locale, timeZone, name) as ReturnType<typeof useAllTranslations<Name>> // typed by the catalogue, which only comes in parts
}

/** By words, then zone and namespace: hundreds of components on a page say things out of the same few. */
const translators = new WeakMap<object, Map<string, unknown>>()

function translatorOf(words: AreaWords, locale: string, timeZone: string | undefined, name: Namespace): unknown {
  const ofWords = translators.get(words) ?? new Map<string, unknown>()
  translators.set(words, ofWords)
  const key = `${timeZone ?? ''} ${name}`
  const known = ofWords.get(key)
  if (known !== undefined) return known
  const made: unknown = createTranslator({
    locale,
    messages: { [name.split('.')[0] ?? name]: words },
    namespace: name,
    ...(timeZone === undefined ? undefined : { timeZone }),
  })
  ofWords.set(key, made)
  return made
}
