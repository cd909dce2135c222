import type { Conversation } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { request } from '../../../api/request.ts'
import { Select } from '../../../components/input.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { showConversation } from '../conversation-cache.ts'
import { PanelSection } from './panel-section.tsx'

const choices = ['inherit', 'allow', 'approve', 'block'] as const

/** What is done with what programs and assistants want to send here. */
export function PolicySelect({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.policy')
  const { can, me } = useSession()
  const queries = useQueryClient()
  const toast = useToast()
  const id = useId()
  const { mutate, isPending } = useMutation({
    mutationFn: (policy: string) =>
      request<Conversation>(`/v1/conversations/${conversation.id}`, { method: 'PATCH', body: { policy } }),
    onSuccess: (changed) => showConversation(queries, changed, me.id),
    onError: (error) => toast.problem(error),
  })
  const policy = conversation.policy ?? 'inherit'
  return (
    <PanelSection title={words('title')}>
      {can('sending:manage') ? (
        <>
          <Select
            aria-label={words('title')}
            aria-describedby={id}
            disabled={isPending}
            value={policy}
            onChange={(event) => mutate(event.target.value)}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {words(choice)}
              </option>
            ))}
          </Select>
          <p id={id} className="text-faint text-xs">
            {words(`${policy}Text`)}
          </p>
        </>
      ) : (
        <p>{words(policy)}</p>
      )}
    </PanelSection>
  )
}
