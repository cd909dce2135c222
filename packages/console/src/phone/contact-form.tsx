import type { PhoneAction } from '@switchboard/contract'
import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Input } from '../components/input.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { makeUpPerson } from './made-up-people.ts'
import { PhoneSheet } from './phone-sheet.tsx'

export interface ContactFormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSend: (action: Extract<PhoneAction, { type: 'contacts' }>) => void
}

/** A card out of the customer's address book. */
export function ContactForm({ isOpen, onClose, onSend }: ContactFormProps) {
  const words = useTranslations('phone')
  const form = useId()
  const [person, setPerson] = useState(() => makeUpPerson())
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    onSend({ type: 'contacts', contacts: [person] })
    setPerson(makeUpPerson())
  }
  return (
    <PhoneSheet
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title={words('attach.contact')}
      footer={
        <Button type="submit" form={form} kind="primary">
          {words('send')}
        </Button>
      }
    >
      <form id={form} className="grid gap-3" onSubmit={send}>
        <Field label={words('name')}>
          <Input
            required
            dir="auto"
            maxLength={200}
            value={person.name}
            onChange={(event) => setPerson({ ...person, name: event.target.value })}
          />
        </Field>
        <Field label={words('number')}>
          <Input
            required
            type="tel"
            maxLength={40}
            value={person.phone}
            onChange={(event) => setPerson({ ...person, phone: event.target.value })}
          />
        </Field>
      </form>
    </PhoneSheet>
  )
}
