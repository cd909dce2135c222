import type { Contact } from '@switchboard/contract'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Section } from '../../components/section.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { useUpdateContact } from './queries.ts'

/** Whether a contact wants to be written to, and writing down that they said otherwise. */
export function OptOutCard({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [source, setSource] = useState('')
  const update = useUpdateContact(contact.id)
  const { optOut } = contact
  const isOut = Boolean(optOut)
  const sentence = optOut
    ? words('reachNo', {
        date: format.dateTime(new Date(optOut.at), { dateStyle: 'medium' }),
        source:
          optOut.source === 'message' ? words('sourceMessage') : words('sourceElsewhere', { source: optOut.source }),
      })
    : words('reachYes')
  return (
    <Section
      title={words('reach')}
      action={
        can('contacts:manage') && (
          <Button size="small" onClick={() => setOpen(true)}>
            {isOut ? words('optIn') : words('optOut')}
          </Button>
        )
      }
    >
      <p className="text-pretty text-soft">{sentence}</p>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={isOut ? words('optInTitle') : words('optOutTitle')}
        action={isOut ? words('optIn') : words('optOut')}
        onConfirm={async () => {
          await update.mutateAsync({ optOut: !isOut, source: source.trim() })
          setSource('')
        }}
      >
        <p>{isOut ? words('optInWhy') : words('optOutWhy')}</p>
        <Field label={words('optSource')} hint={words('optSourceHint')}>
          <Input value={source} maxLength={100} dir="auto" onChange={(event) => setSource(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </Section>
  )
}
