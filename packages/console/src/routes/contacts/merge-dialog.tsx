import type { Contact, ContactDuplicate } from '@switchboard/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useToast } from '../../components/toast.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { contactsQuery, duplicatesQuery, useMergeContacts } from './queries.ts'
import type { ContactDialogProps } from './rename-dialog.tsx'
import { useContactName } from './use-contact-name.ts'

/** Says that another contact is the same person. */
export function MergeDialog({ contact, open, onOpenChange }: ContactDialogProps) {
  const words = useTranslations('contacts')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('mergeTitle')} description={words('mergeIntro')}>
      <MergeForm contact={contact} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function MergeForm({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const words = useTranslations('contacts')
  const [other, setOther] = useState<Contact>()
  const [stays, setStays] = useState<'this' | 'other'>('this')
  const nameOf = useContactName()
  const join = useJoin(contact, onDone)
  return (
    <div className="grid gap-4">
      <ChooseContact contact={contact} chosen={other} onChoose={setOther} />
      {other && (
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium">{words('mergeStays')}</legend>
          {(['this', 'other'] as const).map((which) => (
            <label key={which} className="flex items-center gap-2">
              <input
                type="radio"
                name="stays"
                className="accent-accent"
                checked={stays === which}
                onChange={() => setStays(which)}
              />
              <span dir="auto">{which === 'this' ? words('mergeThis', { name: nameOf(contact) }) : nameOf(other)}</span>
            </label>
          ))}
          <p className="text-faint text-xs">{words('mergeStaysHint')}</p>
        </fieldset>
      )}
      {join.error && <ProblemNote error={join.error} />}
      <Button
        kind="primary"
        className="justify-self-end"
        disabled={!other}
        busy={join.isPending}
        onClick={() => other && void join.run(other, stays === 'this')}
      >
        {words('mergeDo')}
      </Button>
    </div>
  )
}

/** Joins, and leads to the one that stays. */
function useJoin(contact: Contact, onDone: () => void) {
  const words = useTranslations('contacts')
  const merge = useMergeContacts()
  const toast = useToast()
  const navigate = useNavigate()
  const nameOf = useContactName()
  const run = async (other: Contact, thisStays: boolean) => {
    const [survivor, merged] = thisStays ? [contact, other] : [other, contact]
    // What fails is shown in the dialog.
    const done = await merge.mutateAsync({ stays: survivor.id, goes: merged.id }).catch(() => undefined)
    if (!done) return
    onDone()
    toast.show(words('merged', { name: nameOf(merged) }))
    await navigate({ to: '/contacts/$contactId', params: { contactId: done.id } })
  }
  return { run, error: merge.error, isPending: merge.isPending }
}

interface ChooseContactProps {
  readonly contact: Contact
  readonly chosen: Contact | undefined
  readonly onChoose: (contact: Contact) => void
}

function ChooseContact({ contact, chosen, onChoose }: ChooseContactProps) {
  const words = useTranslations('contacts')
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const suggested = useQuery(duplicatesQuery(contact.id))
  const found = useInfiniteQuery({ ...contactsQuery({ q }), enabled: q !== '' })
  const matches: readonly (Contact | ContactDuplicate)[] =
    q === '' ? (suggested.data?.items ?? []) : (found.data?.pages[0]?.items ?? [])
  const others = matches.filter((each) => ('contact' in each ? each.contact : each).id !== contact.id).slice(0, 8)
  return (
    <div className="grid gap-2">
      <Field label={words('mergeSearch')}>
        <Input
          type="search"
          dir="auto"
          value={text}
          placeholder={words('searchHint')}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {q === '' && others.length > 0 && <p className="text-faint text-xs">{words('mergeSuggested')}</p>}
      {q !== '' && found.isFetched && others.length === 0 && <p className="text-faint">{words('mergeNobody')}</p>}
      <ul className="grid gap-1">
        {others.map((each) => {
          const one = 'contact' in each ? each.contact : each
          return (
            <li key={one.id}>
              <Candidate
                contact={one}
                because={'contact' in each ? each.because : undefined}
                isChosen={one.id === chosen?.id}
                onChoose={() => onChoose(one)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface CandidateProps {
  readonly contact: Contact
  readonly because: ContactDuplicate['because'] | undefined
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Candidate({ contact, because, isChosen, onChoose }: CandidateProps) {
  const words = useTranslations('contacts')
  const name = useContactName()(contact)
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={classNames(
        'flex w-full items-center gap-3 rounded-lg border border-transparent px-2 py-1.5 text-start hover:bg-hover',
        isChosen && 'border-accent bg-selected',
      )}
    >
      <Avatar name={name} size="small" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" dir="auto">
          {name}
        </span>
        <span className="block truncate text-faint text-xs" dir="ltr">
          {contact.phone ?? contact.username}
        </span>
      </span>
      {because && <Badge>{words(`because_${because}`)}</Badge>}
    </button>
  )
}
