import type { Contact } from '@switchboard/contract'
import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Section } from '../../components/section.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { useUpdateContact } from './queries.ts'

/** What people here wrote down about a contact. */
export function AttributesCard({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const { can } = useSession()
  const [isAdding, setAdding] = useState(false)
  const update = useUpdateContact(contact.id)
  const attributes = Object.entries(contact.attributes ?? {}).toSorted(([a], [b]) => a.localeCompare(b))
  const mayManage = can('contacts:manage')
  return (
    <Section
      title={words('attributes')}
      action={
        mayManage && (
          <Button
            kind="ghost"
            size="small-icon"
            aria-label={words('attributeAdd')}
            onClick={() => setAdding(!isAdding)}
          >
            <Plus />
          </Button>
        )
      }
    >
      {attributes.length === 0 && !isAdding && <p className="text-faint">{words('attributesEmpty')}</p>}
      <dl className="grid gap-2.5">
        {attributes.map(([name, value]) => (
          <div key={name} className="group flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <dt className="break-words text-faint text-xs" dir="auto">
                {name}
              </dt>
              <dd className="break-words" dir="auto">
                {value}
              </dd>
            </div>
            {mayManage && (
              <Button
                kind="ghost"
                size="small-icon"
                aria-label={words('attributeRemove', { name })}
                onClick={() => update.mutate({ attributes: { [name]: null } })}
              >
                <X />
              </Button>
            )}
          </div>
        ))}
      </dl>
      {isAdding && <AddAttribute contact={contact} onDone={() => setAdding(false)} />}
      {update.error && <ProblemNote className="mt-3" error={update.error} />}
    </Section>
  )
}

function AddAttribute({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const words = useTranslations('contacts')
  const common = useTranslations('common')
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const update = useUpdateContact(contact.id)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    // What fails is shown below.
    await update.mutateAsync({ attributes: { [name.trim()]: value.trim() } }).then(onDone, () => undefined)
  }
  return (
    <form className="mt-3 grid gap-3 border-t pt-3" onSubmit={(event) => void save(event)}>
      <Field label={words('attributeName')}>
        <Input required maxLength={60} dir="auto" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={words('attributeValue')}>
        <Input required maxLength={500} dir="auto" value={value} onChange={(event) => setValue(event.target.value)} />
      </Field>
      {update.error && <ProblemNote error={update.error} />}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {common('cancel')}
        </Button>
        <Button type="submit" size="small" kind="primary" busy={update.isPending}>
          {common('save')}
        </Button>
      </div>
    </form>
  )
}
