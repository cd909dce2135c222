import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl'
import { readStored, writeStored } from '../theme/stored.ts'
import { en } from './en/index.ts'
import { type Catalogue, type Language, languages, preferredLanguage } from './languages.ts'

interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined })

/** The words, and numbers and times in the person's language and zone. */
export function StringsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => preferredLanguage(readStored('language'), navigator.languages))
  const [words, setWords] = useState<{ language: Language; catalogue: Catalogue }>({ language: 'en', catalogue: en })
  useEffect(() => {
    let isWanted = true
    void languages[language].load().then((catalogue) => {
      if (!isWanted) return
      document.documentElement.lang = language
      setWords({ language, catalogue })
    })
    return () => {
      isWanted = false
    }
  }, [language])
  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      choose: (next) => {
        writeStored('language', next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return (
    <LanguageContext value={choice}>
      <IntlProvider
        locale={words.language}
        messages={words.catalogue}
        timeZone={readStored('timeZone') ?? zoneOfDevice()}
      >
        {children}
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
