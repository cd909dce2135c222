import { useState } from 'react'
import { FormDialog } from '../../../components/form-dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { type EndpointDraft, EndpointFields } from './endpoint-fields.tsx'
import { useCreateEndpoint } from './queries.ts'
import { SecretDialog } from './secret-dialog.tsx'

const usual: EndpointDraft = { url: '', description: '', eventTypes: ['*'], includeMessages: true }

export function NewEndpointDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useTranslations('settings.webhooks')
  const create = useCreateEndpoint()
  const [draft, setDraft] = useState(usual)
  if (create.data) return <SecretDialog secret={create.data.secret} onClose={onClose} />
  return (
    <FormDialog
      title={words('add')}
      description={words('addIntro')}
      action={words('add')}
      incomplete={draft.eventTypes.length === 0}
      saving={create}
      onSubmit={() => create.mutate({ ...draft, eventTypes: [...draft.eventTypes] })}
      onClose={onClose}
    >
      <EndpointFields draft={draft} onChange={setDraft} />
    </FormDialog>
  )
}
