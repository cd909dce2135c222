import type { Profile } from '@switchboard/contract'
import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { AskPassword } from './ask-password.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { SetUpCodes } from './set-up-codes.tsx'

type Doing = 'set-up' | 'switch-off' | 'new-codes' | undefined

/** Codes of an app beside the password. */
export function SecondFactorBlock({ profile }: { readonly profile: Profile }) {
  const words = useTranslations('settings.security')
  const [doing, setDoing] = useState<Doing>()
  const [codes, setCodes] = useState<readonly string[]>()
  const close = () => setDoing(undefined)
  const { secondFactor, hasPassword } = profile
  return (
    <Block
      title={words('secondFactor')}
      intro={hasPassword ? words('secondFactorIntro') : words('secondFactorNeedsPassword')}
      actions={<Badge tone={secondFactor ? 'good' : 'neutral'}>{secondFactor ? words('on') : words('off')}</Badge>}
    >
      {codes && <BackupCodes codes={codes} onDone={() => setCodes(undefined)} />}
      {hasPassword && !codes && (
        <div className="flex flex-wrap gap-2">
          {secondFactor ? (
            <>
              <Button onClick={() => setDoing('new-codes')}>{words('newBackupCodes')}</Button>
              <Button kind="danger" onClick={() => setDoing('switch-off')}>
                {words('switchOff')}
              </Button>
            </>
          ) : (
            <Button kind="primary" onClick={() => setDoing('set-up')}>
              {words('setUp')}
            </Button>
          )}
        </div>
      )}
      {doing === 'set-up' && <SetUpCodes onClose={close} onDone={setCodes} />}
      {doing === 'switch-off' && (
        <AskPassword
          title={words('switchOff')}
          intro={words('switchOffIntro')}
          action={words('switchOff')}
          danger
          path="two-factor/disable"
          onClose={close}
          onDone={close}
        />
      )}
      {doing === 'new-codes' && (
        <AskPassword<{ backupCodes: string[] }>
          title={words('newBackupCodes')}
          intro={words('newBackupCodesIntro')}
          action={words('newBackupCodes')}
          path="two-factor/generate-backup-codes"
          onClose={close}
          onDone={({ backupCodes }) => {
            setCodes(backupCodes)
            close()
          }}
        />
      )}
    </Block>
  )
}
