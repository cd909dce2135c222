import type { PhoneAction } from '@switchboard/contract'
import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Input } from '../components/input.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { PhoneSheet } from './phone-sheet.tsx'

export interface LocationFormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSend: (action: Extract<PhoneAction, { type: 'location' }>) => void
}

/** A place, filled in already: a well-known one. */
export function LocationForm({ isOpen, onClose, onSend }: LocationFormProps) {
  const words = useTranslations('phone')
  const form = useId()
  const [place, setPlace] = useState({
    name: 'Royal Observatory',
    address: 'Greenwich, London',
    latitude: '51.47793',
    longitude: '-0.00148',
  })
  const change = (part: Partial<typeof place>) => setPlace((all) => ({ ...all, ...part }))
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const { name, address } = place
    onSend({
      type: 'location',
      latitude: Number(place.latitude),
      longitude: Number(place.longitude),
      ...(name && { name }),
      ...(address && { address }),
    })
  }
  return (
    <PhoneSheet
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title={words('attach.location')}
      footer={
        <Button type="submit" form={form} kind="primary">
          {words('send')}
        </Button>
      }
    >
      <form id={form} className="grid gap-3" onSubmit={send}>
        <Field label={words('placeName')}>
          <Input dir="auto" value={place.name} onChange={(event) => change({ name: event.target.value })} />
        </Field>
        <Field label={words('placeAddress')}>
          <Input dir="auto" value={place.address} onChange={(event) => change({ address: event.target.value })} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={words('latitude')}>
            <Input
              required
              type="number"
              step="any"
              min={-90}
              max={90}
              value={place.latitude}
              onChange={(event) => change({ latitude: event.target.value })}
            />
          </Field>
          <Field label={words('longitude')}>
            <Input
              required
              type="number"
              step="any"
              min={-180}
              max={180}
              value={place.longitude}
              onChange={(event) => change({ longitude: event.target.value })}
            />
          </Field>
        </div>
      </form>
    </PhoneSheet>
  )
}
