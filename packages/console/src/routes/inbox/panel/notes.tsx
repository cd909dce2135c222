import type { Note } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../../api/request.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { notesQuery } from '../../../thread/queries.ts'
import { NoteForm } from './note-form.tsx'
import { NoteItem } from './note-item.tsx'
import { PanelSection } from './panel-section.tsx'

/** What the team writes for itself about this conversation; the customer never sees it. */
export function Notes({ conversationId }: { readonly conversationId: string }) {
  const words = useTranslations('inbox.notes')
  const queries = useQueryClient()
  const { can } = useSession()
  const { data, error, refetch } = useQuery(notesQuery(conversationId))
  const [written, setWritten] = useState(0)
  const create = useMutation({
    mutationFn: (text: string) =>
      request<Note>(`/v1/conversations/${conversationId}/notes`, { method: 'POST', body: { text } }),
    onSuccess: () => {
      setWritten((count) => count + 1)
      return queries.invalidateQueries({ queryKey: notesQuery(conversationId).queryKey })
    },
  })
  return (
    <PanelSection title={words('title')}>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {can('conversations:manage') && (
        <NoteForm
          key={written}
          label={words('write')}
          action={words('add')}
          isBusy={create.isPending}
          error={create.error}
          onSubmit={create.mutate}
        />
      )}
      {data?.length === 0 && !can('conversations:manage') && <p className="text-faint">{words('none')}</p>}
      <ul className="grid gap-2">
        {data?.map((note) => (
          <NoteItem key={note.id} note={note} conversationId={conversationId} />
        ))}
      </ul>
    </PanelSection>
  )
}
