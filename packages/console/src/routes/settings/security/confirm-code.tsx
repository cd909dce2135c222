import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { profileQuery } from '../../../session/queries.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { sessionsQuery } from '../account/queries.ts'
import { useAuthRequest } from './auth-request.ts'
import { QrCode } from './qr-code.tsx'

export interface ConfirmCodeProps {
  /** `otpauth://…` for the app. */
  readonly uri: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Nothing is switched on before the app has shown a code that is right. */
export function ConfirmCode({ uri, onClose, onDone }: ConfirmCodeProps) {
  const words = useTranslations('settings.security')
  const common = useTranslations('common')
  const ask = useAuthRequest()
  const client = useQueryClient()
  const form = useId()
  const [code, setCode] = useState('')
  const verify = useMutation({
    mutationFn: () => ask('two-factor/verify-totp', { code: code.replace(/\s/g, '') }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: profileQuery.queryKey })
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      onDone()
    },
  })
  const seed = new URL(uri).searchParams.get('secret') ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    verify.mutate()
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={verify.isPending}>
        {words('switchOn')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={words('scan')} description={words('scanIntro')} footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <div className="flex flex-wrap items-center gap-5">
          <QrCode text={uri} label={words('qrCode')} />
          <div className="grid min-w-0 flex-1 basis-52 gap-2">
            <p className="text-soft">{words('byHand')}</p>
            <code
              dir="ltr"
              data-testid="seed"
              className="select-all break-all rounded-lg border bg-sunken px-3 py-2 font-mono text-xs"
            >
              {seed}
            </code>
            <CopyButton text={seed} what={words('seed')} className="justify-self-start" />
          </div>
        </div>
        <Field label={words('code')} hint={words('codeHint')}>
          <Input
            value={code}
            onChange={(event) => setCode(event.target.value)}
            required
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            className="max-w-40 font-mono text-lg tracking-widest"
          />
        </Field>
        {verify.error && <ProblemNote error={verify.error} />}
      </form>
    </Dialog>
  )
}
