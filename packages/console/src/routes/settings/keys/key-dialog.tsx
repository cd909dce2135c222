import type { NewApiKey } from '@switchboard/contract'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { SecretShown } from '../secret-shown.tsx'

/** A key, this once. */
export function KeyDialog({ made, onClose }: { readonly made: NewApiKey; readonly onClose: () => void }) {
  const words = useTranslations('settings.keys')
  const common = useTranslations('common')
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words('madeTitle', { name: made.name })}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <SecretShown label={words('key')} text={made.key} hint={words('keyHint')} />
    </Dialog>
  )
}
