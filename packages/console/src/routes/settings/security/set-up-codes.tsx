import { useState } from 'react'
import { useTranslations } from '../../../strings/use-translations.ts'
import { AskPassword } from './ask-password.tsx'
import { ConfirmCode } from './confirm-code.tsx'

interface Enabled {
  readonly totpURI: string
  readonly backupCodes: string[]
}

/** The password, the picture for the app, a first code, and then the codes to keep. */
export function SetUpCodes({
  onClose,
  onDone,
}: {
  readonly onClose: () => void
  readonly onDone: (codes: readonly string[]) => void
}) {
  const words = useTranslations('settings.security')
  const [enabled, setEnabled] = useState<Enabled>()
  if (enabled)
    return (
      <ConfirmCode
        uri={enabled.totpURI}
        onClose={onClose}
        onDone={() => {
          onDone(enabled.backupCodes)
          onClose()
        }}
      />
    )
  return (
    <AskPassword<Enabled>
      title={words('setUp')}
      intro={words('setUpIntro')}
      action={words('next')}
      path="two-factor/enable"
      onClose={onClose}
      onDone={setEnabled}
    />
  )
}
