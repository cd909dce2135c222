import type { OutboundContent } from '@switchboard/contract'
import { type SubmitEvent, useId, useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { readCoordinates } from '../../places/read-coordinates.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { Place } from '../../thread/content/place.tsx'
import { InsertDialog, type InsertDialogProps } from './insert-dialog.tsx'

type Location = Extract<OutboundContent, { type: 'location' }>

/** A place: its coordinates or a link to a map, and what it is called. */
export function LocationDialog({ onClose, onSend }: InsertDialogProps) {
  const words = useTranslations('cards')
  const common = useTranslations('common')
  const form = useId()
  const [where, setWhere] = useState('')
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const at = readCoordinates(where)
  const location: Location | undefined = at && {
    type: 'location',
    ...at,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(address.trim() === '' ? {} : { address: address.trim() }),
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (location) onSend(location)
  }
  return (
    <InsertDialog title={words('location')} form={form} isReady={location !== undefined} onClose={onClose}>
      <form id={form} className="grid content-start gap-3" onSubmit={submit}>
        <Field
          label={words('where')}
          hint={words('whereHint')}
          error={where.trim() !== '' && !at ? words('whereUnread') : undefined}
        >
          <Input
            autoFocus
            value={where}
            placeholder="51.47793, -0.00148"
            onChange={(event) => setWhere(event.target.value)}
          />
        </Field>
        <Field label={words('placeName')} optional={common('optional')}>
          <Input dir="auto" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={words('placeAddress')} optional={common('optional')}>
          <Input dir="auto" value={address} onChange={(event) => setAddress(event.target.value)} />
        </Field>
      </form>
      {location && <Place location={location} />}
    </InsertDialog>
  )
}
