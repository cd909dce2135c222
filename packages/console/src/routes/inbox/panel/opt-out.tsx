import type { Contact } from '@switchboard/contract'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useFormatter } from 'use-intl'
import { request } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { Switch } from '../../../components/switch.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { PanelSection } from './panel-section.tsx'
import { useShowContact } from './use-show-contact.ts'

/** Whether they want to be written to, who says so, and where it was said. */
export function OptOut({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('inbox.optOut')
  const format = useFormatter()
  const { can } = useSession()
  const id = useId()
  const show = useShowContact()
  const [isAsking, setAsking] = useState(false)
  const [source, setSource] = useState('')
  const isOut = contact.optOut != null
  const { mutateAsync } = useMutation({
    mutationFn: () => {
      const body = { optOut: !isOut, source: source.trim() || words('defaultSource') }
      return request<Contact>(`/v1/contacts/${contact.id}`, { method: 'PATCH', body })
    },
    onSuccess: show,
  })
  return (
    <PanelSection title={words('title')}>
      <div className="flex items-center justify-between gap-3">
        <p id={id}>
          {contact.optOut
            ? words('isOut', {
                time: format.dateTime(new Date(contact.optOut.at), { dateStyle: 'medium' }),
                source: contact.optOut.source,
              })
            : words('isIn')}
        </p>
        {can('contacts:manage') && (
          <Switch aria-labelledby={id} checked={!isOut} onCheckedChange={() => setAsking(true)} />
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={isOut ? words('inTitle') : words('outTitle')}
        action={isOut ? words('inAction') : words('outAction')}
        danger={!isOut}
        onConfirm={() => mutateAsync()}
      >
        <p>{isOut ? words('inText') : words('outText')}</p>
        <Field label={words('source')} hint={words('sourceHint')}>
          <Input maxLength={100} value={source} onChange={(event) => setSource(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </PanelSection>
  )
}
