import { use, useMemo } from 'react'
import { createTranslator, type useTranslations as useAllTranslations, useLocale, useTimeZone } from 'use-intl'
import { type Area, loadWords } from './area-words.ts'
import type { Language } from './languages.ts'

/** An area of the catalogue, or a part of one: `phone`, `phone.attach`. */
type Namespace = NonNullable<Parameters<typeof useAllTranslations>[0]>

/**
 * The words of an area in the person's language: `words('key', {value})`, as use-intl has them. Where they are not here yet the
 * component waits for them (the nearest Suspense shows what it shows).
 */
export function useTranslations<Name extends Namespace>(name: Name): ReturnType<typeof useAllTranslations<Name>> {
  const area = name.split('.')[0] as Area // a namespace begins with its area
  const locale = useLocale() as Language // only what StringsProvider gives
  const timeZone = useTimeZone()
  const words = use(loadWords(locale, area))
  return useMemo(() => {
    const translator: unknown = createTranslator({
      locale,
      messages: { [area]: words },
      namespace: name,
      ...(timeZone === undefined ? undefined : { timeZone }),
    })
    // The same words under the same names: the catalogue types them, this only brings them in parts.
    return translator as ReturnType<typeof useAllTranslations<Name>>
  }, [locale, area, name, words, timeZone])
}
