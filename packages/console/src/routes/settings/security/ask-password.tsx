import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { profileQuery } from '../../../session/queries.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useAuthRequest } from './auth-request.ts'

export interface AskPasswordProps<Answer> {
  readonly title: string
  readonly intro: string
  readonly action: string
  readonly danger?: boolean
  /** Of `/api/auth`, what is done with the password. */
  readonly path: string
  readonly onClose: () => void
  /** Closes it too. */
  readonly onDone: (answer: Answer) => void
}

/** What changes how one signs in asks for the password once more. */
export function AskPassword<Answer = unknown>(props: AskPasswordProps<Answer>) {
  const { title, intro, action, danger = false, path, onClose, onDone } = props
  const words = useTranslations('settings.security')
  const common = useTranslations('common')
  const ask = useAuthRequest()
  const client = useQueryClient()
  const form = useId()
  const [password, setPassword] = useState('')
  const go = useMutation({
    mutationFn: () => ask<Answer>(path, { password }),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: profileQuery.queryKey })
      onDone(answer)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go.mutate()
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind={danger ? 'danger' : 'primary'} busy={go.isPending}>
        {action}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={title} description={intro} size="small" footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label={words('yourPassword')}>
          <Input
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
            autoFocus
            autoComplete="current-password"
          />
        </Field>
        {go.error && <ProblemNote error={go.error} />}
      </form>
    </Dialog>
  )
}
