import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { type EndpointDraft, EndpointFields } from './endpoint-fields.tsx'
import { useCreateEndpoint } from './queries.ts'
import { SecretDialog } from './secret-dialog.tsx'

const usual: EndpointDraft = { url: '', description: '', eventTypes: ['*'], includeMessages: true }

export function NewEndpointDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useTranslations('settings.webhooks')
  const common = useTranslations('common')
  const create = useCreateEndpoint()
  const form = useId()
  const [draft, setDraft] = useState(usual)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ ...draft, eventTypes: [...draft.eventTypes] })
  }
  if (create.data) return <SecretDialog secret={create.data.secret} onClose={onClose} />
  const footer = (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button type="submit" form={form} kind="primary" busy={create.isPending} disabled={draft.eventTypes.length === 0}>
        {words('add')}
      </Button>
    </>
  )
  return (
    <Dialog open onOpenChange={onClose} title={words('add')} description={words('addIntro')} footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <EndpointFields draft={draft} onChange={setDraft} />
        {create.error && <ProblemNote error={create.error} />}
      </form>
    </Dialog>
  )
}
