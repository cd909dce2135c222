import type { BroadcastDetail } from '@switchboard/contract'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useSteer } from './queries.ts'

export interface StartDialogProps {
  readonly broadcast: BroadcastDetail
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The last question before people get messages: now, or when. */
export function StartDialog({ broadcast, open, onOpenChange }: StartDialogProps) {
  const words = useTranslations('broadcasts')
  const steer = useSteer(broadcast.id)
  const [isLater, setLater] = useState(false)
  const [at, setAt] = useState('')
  const count = broadcast.check?.allowed ?? broadcast.recipients.pending
  const start = () => {
    const when = isLater ? { startAt: new Date(at).toISOString() } : undefined
    return steer.mutateAsync({ verb: 'start', body: { fingerprint: broadcast.fingerprint, ...when } })
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={words('startTitle', { count })}
      action={isLater ? words('startSchedule') : words('startDo')}
      incomplete={isLater && at === ''}
      onConfirm={start}
    >
      <p>{words('startWhy')}</p>
      <div role="radiogroup" aria-label={words('startAt')} className="flex flex-wrap gap-4 text-ink">
        {[false, true].map((later) => (
          <label key={String(later)} className="flex items-center gap-2">
            <input
              type="radio"
              name="when"
              className="accent-accent"
              checked={isLater === later}
              onChange={() => setLater(later)}
            />
            {later ? words('startLater') : words('startNow')}
          </label>
        ))}
      </div>
      {isLater && (
        <Field label={words('startAt')}>
          <Input type="datetime-local" required value={at} onChange={(event) => setAt(event.target.value)} />
        </Field>
      )}
    </ConfirmDialog>
  )
}
