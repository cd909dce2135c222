import { useState } from 'react'
import { useFormatter, useTimeZone } from 'use-intl'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Input } from '../components/input.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { ServiceWindow } from './service-window.ts'
import { instantOf, localOf, usualTimes } from './zoned-time.ts'

export interface ScheduleDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly window: ServiceWindow
  /** A template may leave whenever. */
  readonly isTemplate: boolean
  /** So far ahead at most. */
  readonly days: number
  /** The time that it has now, of what is scheduled already. */
  readonly before?: string | undefined
  readonly onTemplateInstead?: (() => void) | undefined
  /** @param sendAt ISO 8601. The dialog stays and shows the problem where it fails. */
  readonly onSchedule: (sendAt: string) => Promise<unknown>
}

/** When a message is to leave; says beforehand when it could not leave then. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const { open, onOpenChange, window, isTemplate, days, before, onTemplateInstead, onSchedule } = props
  const words = useTranslations('composer')
  const format = useFormatter()
  const timeZone = useTimeZone() ?? 'UTC'
  const [now] = useState(Date.now)
  const [local, setLocal] = useState(() =>
    localOf(before === undefined ? now + 3_600_000 : Date.parse(before), timeZone),
  )
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const at = instantOf(local, timeZone)
  const closes = window.kind === 'open' ? window.closesAt : window.kind === 'closed' ? (window.closedAt ?? 0) : null
  const isAfterWindow = !isTemplate && closes !== null && at >= closes
  const wrong = Number.isNaN(at)
    ? words('timeNeeded')
    : at <= now
      ? words('timePast')
      : at - now > days * 86_400_000
        ? words('timeTooFar', { days })
        : undefined
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onSchedule(new Date(at).toISOString())
      onOpenChange(false)
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  const footer = (
    <Button kind="primary" busy={busy} disabled={wrong !== undefined || isAfterWindow} onClick={() => void confirm()}>
      {words('schedule')}
    </Button>
  )
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('scheduleTitle')} size="small" footer={footer}>
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          {usualTimes(now, timeZone).map(({ id, at: usual }) => (
            <Button key={id} size="small" onClick={() => setLocal(localOf(usual, timeZone))}>
              {words(`usual_${id}`)}
            </Button>
          ))}
        </div>
        <Field label={words('sendAt')} hint={words('inZone', { zone: timeZone })} error={wrong}>
          <Input type="datetime-local" value={local} onChange={(event) => setLocal(event.target.value)} />
        </Field>
        {isAfterWindow && (
          <div role="alert" className="grid justify-items-start gap-2 rounded-lg bg-warning-soft p-3 text-warning">
            <p>
              {window.kind === 'open'
                ? words('closedByThen', {
                    at: format.dateTime(window.closesAt, { dateStyle: 'medium', timeStyle: 'short' }),
                  })
                : words('closedThen')}
            </p>
            {onTemplateInstead && (
              <Button size="small" onClick={onTemplateInstead}>
                {words('chooseTemplate')}
              </Button>
            )}
          </div>
        )}
        {error !== undefined && <ProblemNote error={error} />}
      </div>
    </Dialog>
  )
}
