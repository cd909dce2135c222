import type { Note } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { request } from '../../../api/request.ts'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { notesQuery } from '../../../thread/queries.ts'
import { ListTime } from '../list/list-time.tsx'
import { NoteForm } from './note-form.tsx'

export interface NoteItemProps {
  readonly note: Note
  readonly conversationId: string
}

/** A note; its author and admins may change it. */
export function NoteItem({ note, conversationId }: NoteItemProps) {
  const words = useTranslations('inbox.notes')
  const common = useTranslations('common')
  const { me, can } = useSession()
  const queries = useQueryClient()
  const [isEditing, setEditing] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const address = `/v1/conversations/${conversationId}/notes/${note.id}`
  const onSuccess = () => queries.invalidateQueries({ queryKey: notesQuery(conversationId).queryKey })
  const update = useMutation({
    mutationFn: (text: string) => request<Note>(address, { method: 'PATCH', body: { text } }),
    onSuccess: async () => {
      await onSuccess()
      setEditing(false)
    },
  })
  const remove = useMutation({ mutationFn: () => request<void>(address, { method: 'DELETE' }), onSuccess })
  const mayChange = can('conversations:manage') && (note.author.id === me.id || can('sending:manage'))
  if (isEditing)
    return (
      <li>
        <NoteForm
          label={words('edit')}
          action={common('save')}
          text={note.text}
          isBusy={update.isPending}
          error={update.error}
          onSubmit={update.mutate}
          onCancel={() => setEditing(false)}
        />
      </li>
    )
  return (
    <li className="rounded-lg bg-bubble-note p-2.5">
      <div className="flex items-center gap-2 text-soft text-xs">
        <span className="min-w-0 flex-1 truncate font-medium">{note.author.name}</span>
        {note.editedAt !== null && <span>{words('edited')}</span>}
        <span className="text-soft [&_time]:text-soft">
          <ListTime at={note.createdAt} />
        </span>
        {mayChange && (
          <Menu
            trigger={
              <Button kind="ghost" size="small-icon" aria-label={words('actions')}>
                <Ellipsis />
              </Button>
            }
          >
            <MenuItem icon={Pencil} onSelect={() => setEditing(true)}>
              {common('edit')}
            </MenuItem>
            <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
              {common('delete')}
            </MenuItem>
          </Menu>
        )}
      </div>
      <p dir="auto" className="whitespace-pre-wrap break-words">
        {note.text}
      </p>
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={words('deleteTitle')}
        action={common('delete')}
        danger
        onConfirm={() => remove.mutateAsync()}
      >
        {words('deleteText')}
      </ConfirmDialog>
    </li>
  )
}
