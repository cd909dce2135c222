import type { BroadcastDetail } from '@switchboard/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useFormatter, useNow } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/section.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useProblemWords } from '../../strings/problem-words.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { Figures } from './figures.tsx'
import { recipientsQuery, useSteer } from './queries.ts'

/** What the last dry run found: who would get it, who not and why. */
export function CheckCard({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const format = useFormatter()
  const now = useNow()
  const toast = useToast()
  const { can } = useSession()
  const { id, state, check, recipients } = broadcast
  const steer = useSteer(id)
  const refused = Object.values(check?.refused ?? {}).reduce((sum, count) => sum + count, 0)
  const again = can('broadcasts:manage') && state === 'draft' && (
    <Button
      size="small"
      busy={steer.isPending}
      onClick={() => steer.mutate({ verb: 'check' }, { onError: toast.problem })}
    >
      {words('checkAgain')}
    </Button>
  )
  return (
    <Section title={words('checkTitle')} action={again}>
      {check === null ? (
        <p className="text-faint">{words('checkNone')}</p>
      ) : (
        <>
          <Figures
            total={recipients.total}
            figures={[
              { label: words('checkAllowed'), count: check.allowed, color: 'bg-accent' },
              { label: words('checkRefused'), count: refused, color: 'bg-danger' },
              { label: words('checkInvalid'), count: recipients.invalid, color: 'bg-warning' },
              { label: words('checkDuplicate'), count: recipients.duplicate, color: 'bg-strong-line' },
            ]}
          />
          {refused > 0 && <Reasons broadcast={broadcast} refused={check.refused} />}
          <p className="mt-3 text-faint text-xs" role="status">
            {state === 'checking'
              ? words('checkRunning', {
                  checked: format.number(check.checked),
                  total: format.number(recipients.pending),
                })
              : check.finishedAt && words('checkStale', { ago: format.relativeTime(new Date(check.finishedAt), now) })}
          </p>
        </>
      )}
    </Section>
  )
}

/** Each code with its count and the sentence that the first such row got. */
function Reasons({
  broadcast,
  refused,
}: {
  readonly broadcast: BroadcastDetail
  readonly refused: Readonly<Record<string, number>>
}) {
  const words = useTranslations('broadcasts')
  const format = useFormatter()
  const { can } = useSession()
  const problemWords = useProblemWords()
  const { data } = useInfiniteQuery({
    ...recipientsQuery(broadcast.id, 'refusedInCheck'),
    enabled: can('contacts:read') && broadcast.state !== 'checking',
  })
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="mt-4 border-t pt-3">
      <h3 className="mb-2 text-faint text-xs">{words('why')}</h3>
      <ul className="grid gap-2">
        {Object.entries(refused)
          .toSorted(([, a], [, b]) => b - a)
          .map(([code, count]) => (
            <li key={code} className="flex items-baseline gap-3">
              <span className="w-12 shrink-0 text-end font-semibold tabular-nums">{format.number(count)}</span>
              <span className="min-w-0 break-words">
                {problemWords(
                  code,
                  rows.find(({ verdict }) => verdict === code)?.verdictReason ?? code.replaceAll('-', ' '),
                )}
              </span>
            </li>
          ))}
      </ul>
    </div>
  )
}
