import type { SendingSettingsReport } from '@switchboard/contract'
import { useLocale } from 'use-intl'
import { useTranslations } from '../../../strings/use-translations.ts'

/** What opts people out and in everywhere, by language. */
export function BuiltInWords({ words: builtIn }: { readonly words: SendingSettingsReport['builtInWords'] }) {
  const words = useTranslations('settings.sending')
  const names = new Intl.DisplayNames([useLocale()], { type: 'language', fallback: 'code' })
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag
    } catch {
      // Not every key is a language's tag.
      return tag
    }
  }
  const kinds = [
    [words('stopWords'), builtIn.stop],
    [words('startWords'), builtIn.start],
  ] as const
  return (
    <details className="rounded-lg border px-3 py-2">
      <summary className="cursor-pointer font-medium">{words('builtIn')}</summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        {kinds.map(([title, byLanguage]) => (
          <div key={title}>
            <p className="mb-1 font-medium">{title}</p>
            <dl className="grid gap-1 text-xs">
              {Object.entries(byLanguage).map(([tag, list]) => (
                <div key={tag} className="flex gap-2">
                  <dt className="w-28 shrink-0 text-faint">{nameOf(tag)}</dt>
                  <dd lang={tag} dir="auto" className="min-w-0 break-words text-soft">
                    {list.join(', ')}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </details>
  )
}
