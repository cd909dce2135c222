import type { Contact } from '@switchboard/contract'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useUpdateContact } from './queries.ts'

export interface ContactDialogProps {
  readonly contact: Contact
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** What the people of this workspace call a contact. */
export function RenameDialog({ contact, open, onOpenChange }: ContactDialogProps) {
  const words = useTranslations('contacts')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('editNameTitle')} size="small">
      <RenameForm contact={contact} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

/** Made anew with the dialog, so that it begins with the name of now. */
function RenameForm({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const words = useTranslations('contacts')
  const common = useTranslations('common')
  const [name, setName] = useState(contact.customName ?? '')
  const update = useUpdateContact(contact.id)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    // What fails is shown below.
    await update.mutateAsync({ customName: name.trim() || null }).then(onDone, () => undefined)
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void save(event)}>
      <Field label={words('nameCustom')} hint={words('editNameHint')}>
        <Input
          value={name}
          dir="auto"
          maxLength={200}
          placeholder={contact.profileName ?? ''}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {update.error && <ProblemNote error={update.error} />}
      <Button type="submit" kind="primary" busy={update.isPending} className="justify-self-end">
        {common('save')}
      </Button>
    </form>
  )
}
