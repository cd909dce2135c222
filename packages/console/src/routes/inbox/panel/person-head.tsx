import type { Contact } from '@switchboard/contract'
import { useMutation } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { request } from '../../../api/request.ts'
import { Avatar } from '../../../components/avatar.tsx'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useShowContact } from './use-show-contact.ts'

/** The person, and what we call them: a name of one's own goes before what they call themselves. */
export function PersonHead({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('inbox.panel')
  const { can } = useSession()
  const [isEditing, setEditing] = useState(false)
  const name = contact.name ?? contact.phone ?? contact.username ?? words('unknown')
  if (isEditing) return <NameForm contact={contact} onDone={() => setEditing(false)} />
  const own = contact.profileName !== null && contact.profileName !== contact.name ? contact.profileName : null
  return (
    <div className="grid grid-cols-1 justify-items-center gap-2 p-4 text-center">
      <Avatar name={name} size="large" />
      <p className="flex max-w-full items-center gap-1">
        <span dir="auto" className="min-w-0 truncate font-semibold text-base" title={name}>
          {name}
        </span>
        {can('contacts:manage') && (
          <Button
            kind="ghost"
            size="small-icon"
            className="shrink-0"
            aria-label={words('rename')}
            onClick={() => setEditing(true)}
          >
            <Pencil />
          </Button>
        )}
      </p>
      {own !== null && (
        <p className="max-w-full break-words text-faint text-xs">{words('calledThemselves', { name: own })}</p>
      )}
    </div>
  )
}

function NameForm({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const words = useTranslations('inbox.panel')
  const common = useTranslations('common')
  const [text, setText] = useState(contact.customName ?? '')
  const show = useShowContact()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (customName: string | null) =>
      request<Contact>(`/v1/contacts/${contact.id}`, { method: 'PATCH', body: { customName } }),
    onSuccess: (changed) => {
      show(changed)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(text.trim() === '' ? null : text.trim())
  }
  return (
    <form className="grid gap-3 p-4" onSubmit={submit}>
      <Field label={words('customName')} hint={words('customNameHint')}>
        <Input autoFocus dir="auto" maxLength={100} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {error && <ProblemNote error={error} />}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {common('cancel')}
        </Button>
        <Button size="small" kind="primary" type="submit" busy={isPending}>
          {common('save')}
        </Button>
      </div>
    </form>
  )
}
