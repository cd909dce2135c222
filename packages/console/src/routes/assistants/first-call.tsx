import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { callsOfQuery } from './queries.ts'

/** Waits for the assistant and shows what it asked first, as it comes. */
export function FirstCall({ keyId }: { readonly keyId: string }) {
  const words = useTranslations('assistants')
  const format = useFormatter()
  const { data } = useQuery(callsOfQuery(keyId))
  const calls = data?.items ?? []
  return (
    <Card className="grid gap-3" aria-live="polite">
      <h2 className="font-semibold">{words('calls.title')}</h2>
      {calls.length === 0 ? (
        <p className="flex items-start gap-2.5 text-soft">
          <Spinner className="mt-0.5" />
          {words('calls.waiting')}
        </p>
      ) : (
        <>
          <p className="flex items-start gap-2.5">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-ink" />
            {words('calls.connected', { client: calls[0]?.clientName ?? words('other') })}
          </p>
          <ul className="grid gap-1">
            {calls.map(({ id, target, at, outcome }) => (
              <li key={id} className="flex flex-wrap gap-x-3">
                <code className="font-medium">{target}</code>
                <span className="text-faint">{format.dateTime(new Date(at), { timeStyle: 'medium' })}</span>
                {outcome !== 'ok' && <span className="text-danger">{words('calls.refused')}</span>}
              </li>
            ))}
          </ul>
          <Button asChild className="justify-self-start">
            <Link to="/assistants">{words('toList')}</Link>
          </Button>
        </>
      )}
    </Card>
  )
}
