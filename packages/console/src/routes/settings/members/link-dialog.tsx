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

/** A link that lets in once, to copy and send. */
export function LinkDialog({ title, link, hint, onClose }: LinkDialogProps) {
  const words = useTranslations('settings.members')
  const common = useTranslations('common')
  const format = useFormatter()
  const until = format.dateTime(new Date(link.expiresAt), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <Dialog open onOpenChange={onClose} title={title} footer={<Button onClick={onClose}>{common('close')}</Button>}>
      <SecretShown label={words('link')} text={link.url} hint={`${hint} ${words('linkUntil', { until })}`} />
    </Dialog>
  )
}
