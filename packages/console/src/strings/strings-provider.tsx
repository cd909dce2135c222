import { createContext, type ReactNode, Suspense, startTransition, use, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl'
import { readStored, writeStored } from '../theme/stored.ts'
import { formattingLocale, type Language, preferredLanguage } from './languages.ts'

interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined })

/** The words, and numbers and times in the person's language, as their region writes them, and in their zone. */
export function StringsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => preferredLanguage(readStored('language'), navigator.languages))
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      choose: (next) => {
        writeStored('language', next)
        // What is shown stays until the words are there.
        startTransition(() => setLanguage(next))
      },
    }),
    [language],
  )
  return (
    <LanguageContext value={choice}>
      <IntlProvider
        locale={formattingLocale(language, navigator.languages)}
        messages={{}}
        timeZone={readStored('timeZone') ?? zoneOfDevice()}
      >
        <Suspense>{children}</Suspense>
      </IntlProvider>
    </LanguageContext>
  )
}

export function useLanguage(): LanguageChoice {
  return use(LanguageContext)
}

function zoneOfDevice(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
