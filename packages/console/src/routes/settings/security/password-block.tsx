import type { Profile } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useChangePassword } from '../account/queries.ts'
import { Block } from '../block.tsx'
import { SaveRow } from '../save-row.tsx'

export function PasswordBlock({ profile }: { readonly profile: Profile }) {
  const words = useTranslations('settings.security')
  if (profile.email === null)
    return (
      <Block
        title={words('password')}
        intro={words('needsEmail')}
        actions={
          <Button asChild>
            <Link to="/settings/account">{words('giveEmail')}</Link>
          </Button>
        }
      />
    )
  return (
    <Block title={words('password')} intro={profile.hasPassword ? words('passwordIntro') : words('passwordFirst')}>
      <PasswordForm hasPassword={profile.hasPassword} email={profile.email} />
    </Block>
  )
}

function PasswordForm({ hasPassword, email }: { readonly hasPassword: boolean; readonly email: string }) {
  const words = useTranslations('settings.security')
  const toast = useToast()
  const change = useChangePassword()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const save = (event: FormEvent) => {
    event.preventDefault()
    const onSuccess = () => {
      setCurrent('')
      setNew('')
      toast.show(words('passwordSet'))
    }
    change.mutate({ newPassword, ...(hasPassword ? { currentPassword } : undefined) }, { onSuccess })
  }
  return (
    <form onSubmit={save} className="grid max-w-md gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {hasPassword && (
        <Field label={words('currentPassword')}>
          <Input
            type="password"
            value={currentPassword}
            onChange={(event) => setCurrent(event.target.value)}
            required
            autoComplete="current-password"
          />
        </Field>
      )}
      <Field label={words('newPassword')} hint={words('passwordHint')}>
        <Input
          type="password"
          value={newPassword}
          onChange={(event) => setNew(event.target.value)}
          required
          minLength={12}
          autoComplete="new-password"
        />
      </Field>
      <SaveRow mutation={change} dirty={newPassword !== ''} label={words('setPassword')} />
    </form>
  )
}
