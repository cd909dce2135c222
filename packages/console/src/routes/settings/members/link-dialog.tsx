import type { OneTimeLink } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { SecretShown } from '../secret-shown.tsx'

export interface LinkDialogProps {
  readonly title: string
  readonly link: OneTimeLink
  readonly hint: string
  readonly onClose: () => void
}

/** A link that lets in once, to copy and send; whether it was mailed too. */
export function LinkDialog({ title, link, hint, onClose }: LinkDialogProps) {
  const words = useTranslations('settings.members')
  const common = useTranslations('common')
  const format = useFormatter()
  const until = format.dateTime(new Date(link.expiresAt), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <Dialog open onOpenChange={onClose} title={title} footer={<Button onClick={onClose}>{common('close')}</Button>}>
      {link.mail && (
        <p role="status" className={link.mail.sent ? 'mb-3 text-soft' : 'mb-3 text-danger'}>
          {link.mail.sent
            ? words('mailed', { to: link.mail.to })
            : words('notMailed', { to: link.mail.to, problem: link.mail.problem ?? '' })}
        </p>
      )}
      <SecretShown label={words('link')} text={link.url} hint={`${hint} ${words('linkUntil', { until })}`} />
    </Dialog>
  )
}
