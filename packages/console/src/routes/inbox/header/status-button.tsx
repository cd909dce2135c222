import type { Conversation } from '@switchboard/contract'
import { CircleCheck, RotateCcw } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useCommand } from '../../../keys/command-provider.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useChangeState } from '../use-change-state.ts'

/** Says that it is done with, or opens it again. */
export function StatusButton({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.status')
  const format = useFormatter()
  const toast = useToast()
  const { mutate, isPending } = useChangeState(conversation.id)
  const { status, snoozedUntil } = conversation
  const isOpen = status === 'open'
  const reopen = () => mutate({ status: 'open' })
  const resolve = () =>
    mutate(
      { status: 'resolved' },
      { onSuccess: () => toast.show(words('done'), { label: words('undo'), run: reopen }) },
    )
  const run = isOpen ? resolve : reopen
  useCommand({ id: 'inbox.resolve', title: isOpen ? words('resolve') : words('reopen'), keys: 'Alt+KeyE', run })
  return (
    <>
      {!isOpen && (
        <Badge tone={status === 'snoozed' ? 'warning' : 'neutral'}>
          {status === 'snoozed' && snoozedUntil !== null
            ? words('snoozedUntil', {
                time: format.dateTime(new Date(snoozedUntil), { weekday: 'short', hour: 'numeric', minute: '2-digit' }),
              })
            : words('resolved')}
        </Badge>
      )}
      <Button
        kind="secondary"
        busy={isPending}
        className="@max-lg/header:size-9 @max-lg/header:px-0"
        aria-label={isOpen ? words('resolve') : words('reopen')}
        onClick={run}
      >
        {isOpen ? <CircleCheck aria-hidden /> : <RotateCcw aria-hidden />}
        <span className="@max-lg/header:hidden">{isOpen ? words('resolve') : words('reopen')}</span>
      </Button>
    </>
  )
}
