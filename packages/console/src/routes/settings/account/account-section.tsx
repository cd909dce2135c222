import type { Profile } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { profileQuery } from '../../../session/queries.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { useChangeProfile } from './queries.ts'

/** `/app/settings/account`: who one is here. */
export function AccountSection() {
  const words = useTranslations('settings')
  const profile = useQuery(profileQuery)
  return (
    <Page title={words('sections.account')} intro={words('about.account')}>
      <Loaded query={profile} skeleton="h-72">
        {(data) => (
          <>
            <NameForm profile={data} />
            <Workspaces profile={data} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function NameForm({ profile }: { readonly profile: Profile }) {
  const words = useTranslations('settings.account')
  const change = useChangeProfile()
  const [name, setName] = useState(profile.name)
  const [email, setEmail] = useState(profile.email ?? '')
  const [currentPassword, setCurrentPassword] = useState('')
  const otherEmail = email.trim().toLowerCase() !== (profile.email ?? '')
  const dirty = otherEmail || name.trim() !== profile.name
  const asksPassword = otherEmail && profile.hasPassword
  const save = (event: FormEvent) => {
    event.preventDefault()
    const changed = {
      ...(name.trim() === profile.name ? undefined : { name }),
      ...(otherEmail ? { email: email.trim() } : undefined),
      ...(asksPassword ? { currentPassword } : undefined),
    }
    change.mutate(changed, {
      onSuccess: (saved) => {
        setCurrentPassword('')
        // What waits for a mail is not theirs yet.
        setEmail(saved.email ?? '')
      },
    })
  }
  return (
    <Block title={words('who')} intro={profile.email === null ? words('noEmail') : words('whoIntro')}>
      <form onSubmit={save} className="grid max-w-md gap-4">
        <Field label={words('name')}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={100}
            required
            autoComplete="name"
            dir="auto"
          />
        </Field>
        <Field label={words('email')} hint={words('emailHint')}>
          <Input
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            required={profile.email !== null}
            autoComplete="email"
          />
        </Field>
        {asksPassword && (
          <Field label={words('currentPassword')} hint={words('currentPasswordWhy')}>
            <Input
              type="password"
              value={currentPassword}
              onChange={(event) => setCurrentPassword(event.target.value)}
              required
              autoComplete="current-password"
            />
          </Field>
        )}
        {profile.newEmail !== null && (
          <p role="status" className="rounded-lg border bg-sunken p-3 text-soft">
            {words('newEmail', { email: profile.newEmail })}
          </p>
        )}
        <SaveRow mutation={change} dirty={dirty} />
      </form>
    </Block>
  )
}

function Workspaces({ profile }: { readonly profile: Profile }) {
  const words = useTranslations('settings')
  return (
    <Block title={words('account.workspaces')}>
      <ul className="divide-y">
        {profile.workspaces.map(({ id, name, role }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-2">
            <span dir="auto" className="min-w-0 truncate font-medium">
              {name}
            </span>
            <Badge>{words(`roles.names.${role}`)}</Badge>
          </li>
        ))}
      </ul>
    </Block>
  )
}
