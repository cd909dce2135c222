import type { OutboundContent } from '@switchboard/contract'
import { type SubmitEvent, useId, useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { ContactCards } from '../../thread/content/cards.tsx'
import { InsertDialog, type InsertDialogProps } from './insert-dialog.tsx'

type Card = Extract<OutboundContent, { type: 'contacts' }>['contacts'][number]

/** Somebody's name and how they are reached, which the customer can put into their address book. */
export function ContactCardDialog({ onClose, onSend }: InsertDialogProps) {
  const words = useTranslations('cards')
  const common = useTranslations('common')
  const form = useId()
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [email, setEmail] = useState('')
  const [company, setCompany] = useState('')
  const said = name.trim()
  const isReady = said !== '' && (phone.trim() !== '' || email.trim() !== '')
  // WhatsApp takes a card only with one part of the name beside the whole.
  const card: Card = {
    name: { formattedName: said, firstName: said },
    ...(phone.trim() === '' ? {} : { phones: [{ phone: phone.trim(), type: 'WORK' }] }),
    ...(email.trim() === '' ? {} : { emails: [{ email: email.trim(), type: 'WORK' }] }),
    ...(company.trim() === '' ? {} : { organisation: { company: company.trim() } }),
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isReady) onSend({ type: 'contacts', contacts: [card] })
  }
  return (
    <InsertDialog title={words('contact')} form={form} isReady={isReady} onClose={onClose}>
      <form id={form} className="grid content-start gap-3" onSubmit={submit}>
        <Field label={words('contactName')}>
          <Input autoFocus required dir="auto" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field label={words('contactPhone')} hint={words('contactHint')}>
            <Input type="tel" dir="ltr" value={phone} onChange={(event) => setPhone(event.target.value)} />
          </Field>
          <Field label={words('contactEmail')}>
            <Input type="email" dir="ltr" value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
        </div>
        <Field label={words('contactCompany')} optional={common('optional')}>
          <Input dir="auto" value={company} onChange={(event) => setCompany(event.target.value)} />
        </Field>
      </form>
      {said !== '' && (
        <ContactCards
          cards={[
            {
              name: said,
              phones: card.phones ?? [],
              emails: card.emails ?? [],
              ...(card.organisation?.company ? { organisation: card.organisation.company } : {}),
              raw: null,
            },
          ]}
        />
      )}
    </InsertDialog>
  )
}
