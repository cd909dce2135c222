import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { SecretShown } from '../secret-shown.tsx'

/** What bodies are signed with, this once. */
export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const words = useTranslations('settings.webhooks')
  const common = useTranslations('common')
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words('secretTitle')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <SecretShown label={words('secret')} text={secret} hint={words('secretHint')} />
    </Dialog>
  )
}
