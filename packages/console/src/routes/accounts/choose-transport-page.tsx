import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { formsQuery } from './queries.ts'
import { Steps } from './steps.tsx'
import { transportKey } from './transport-key.ts'

/** First step: how the number is reached. */
export function ChooseTransportPage() {
  const words = useTranslations('accounts')
  const { data, error, refetch } = useQuery(formsQuery)
  return (
    <Page title={words('connect')} intro={words('choose.intro')}>
      <Steps current="transport" />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-64" />}
      <ul className="grid gap-3">
        {data?.items.map(({ transport }) => {
          const key = transportKey(transport)
          if (!key) return null
          return (
            <li key={transport}>
              <Link
                to="/accounts/new/$transport"
                params={{ transport }}
                className="flex items-center gap-4 rounded-xl border bg-surface p-4 hover:border-strong-line hover:bg-hover sm:p-5"
              >
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{words(`transport.${key}.name`)}</p>
                  <p className="mt-1 text-pretty text-soft">{words(`transport.${key}.about`)}</p>
                  <p className="mt-1 text-faint text-xs">{words(`transport.${key}.needs`)}</p>
                </div>
                <ChevronRight aria-hidden className="size-5 shrink-0 text-faint rtl:rotate-180" />
              </Link>
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
