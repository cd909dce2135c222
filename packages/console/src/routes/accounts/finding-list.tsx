import type { AccountDraftCheck, CredentialFinding } from '@switchboard/contract'
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { useTranslations } from '../../strings/use-translations.ts'
import { useFieldWords } from './field-words.ts'

const looks = {
  ok: { icon: CircleCheck, tone: 'text-accent-ink' },
  wrong: { icon: CircleAlert, tone: 'text-danger' },
  unclear: { icon: CircleHelp, tone: 'text-warning' },
} as const

/** What a check comes to. Where nothing was confirmed nobody says that the provider accepts it. */
export function verdictOf({ ok, findings }: Pick<AccountDraftCheck, 'ok' | 'findings'>): 'ok' | 'wrong' | 'unclear' {
  if (!ok) return 'wrong'
  return findings.some(({ state }) => state === 'unclear') && findings.every(({ state }) => state !== 'ok')
    ? 'unclear'
    : 'ok'
}

/** What the provider said of each credential. */
export function FindingList({ findings }: { readonly findings: readonly CredentialFinding[] }) {
  const words = useTranslations('accounts.finding')
  const { label } = useFieldWords()
  return (
    <ul className="grid gap-2.5" aria-label={words('label')}>
      {findings.map(({ field, state, detail }) => {
        const { icon: Icon, tone } = looks[state]
        return (
          <li key={field + detail} className="flex gap-2.5">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
            <p className="min-w-0 break-words">
              <span className="font-medium">{label(field)}</span>
              <span className="sr-only"> {words(state)}</span>
              <span className="text-soft"> {detail}</span>
            </p>
          </li>
        )
      })}
    </ul>
  )
}
