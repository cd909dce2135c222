import type { Role } from '@switchboard/contract'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input, Select } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { LinkDialog } from './link-dialog.tsx'
import { useMemberActions } from './queries.ts'
import { useGivableRoles } from './use-givable-roles.ts'

/** Who joins as what; then the link for them. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useTranslations('settings')
  const common = useTranslations('common')
  const roles = useGivableRoles()
  const { invite } = useMemberActions()
  const form = useId()
  const [role, setRole] = useState<Role>('agent')
  const [email, setEmail] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate({ role, ...(email.trim() === '' ? undefined : { email: email.trim() }) })
  }
  if (invite.data)
    return (
      <LinkDialog
        title={words('members.invited')}
        link={invite.data}
        hint={words('members.invitedHint')}
        onClose={onClose}
      />
    )
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={invite.isPending}>
        {words('members.makeLink')}
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words('members.invite')}
      description={words('members.inviteIntro')}
      footer={footer}
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label={words('members.role')} hint={words(`roles.about.${role}`)}>
          {/* The options are those of the type. */}
          <Select value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {roles.map((one) => (
              <option key={one} value={one}>
                {words(`roles.names.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={words('members.email')} optional={common('optional')} hint={words('members.emailHint')}>
          <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" />
        </Field>
        {invite.error && <ProblemNote error={invite.error} />}
      </form>
    </Dialog>
  )
}
