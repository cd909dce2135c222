import type { CannedReply } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { MessageSquareQuote, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Page } from '../../../components/page.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { CannedReplyDialog } from './canned-reply-dialog.tsx'
import { cannedRepliesQuery, useDeleteCannedReply } from './queries.ts'

/** `/app/settings/canned-replies` */
export function CannedRepliesSection() {
  const words = useTranslations('settings')
  const common = useTranslations('common')
  const replies = useQuery(cannedRepliesQuery)
  const remove = useDeleteCannedReply()
  const [editing, setEditing] = useState<CannedReply | 'new'>()
  const [removing, setRemoving] = useState<CannedReply>()
  const add = (
    <Button kind="primary" onClick={() => setEditing('new')}>
      <Plus /> {words('cannedReplies.add')}
    </Button>
  )
  return (
    <Page title={words('sections.cannedReplies')} intro={words('about.cannedReplies')} actions={add}>
      <Loaded query={replies}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={MessageSquareQuote} title={words('cannedReplies.none')}>
              {words('cannedReplies.noneWhy')}
            </EmptyState>
          ) : (
            <Card className="py-1 sm:py-1">
              <ul className="divide-y" aria-label={words('sections.cannedReplies')}>
                {items.map((reply) => (
                  <li key={reply.id} className="flex items-start gap-3 py-3">
                    <div className="min-w-0 flex-1">
                      <p className="font-medium font-mono text-accent-ink">/{reply.shortCode}</p>
                      <p dir="auto" className="line-clamp-3 whitespace-pre-line text-soft">
                        {reply.text}
                      </p>
                    </div>
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('edit')}: /${reply.shortCode}`}
                      onClick={() => setEditing(reply)}
                    >
                      <Pencil />
                    </Button>
                    <Button
                      kind="ghost"
                      size="icon"
                      aria-label={`${common('delete')}: /${reply.shortCode}`}
                      onClick={() => setRemoving(reply)}
                    >
                      <Trash2 />
                    </Button>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {editing && (
        <CannedReplyDialog reply={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={words('cannedReplies.removeTitle', { code: removing?.shortCode ?? '' })}
        action={common('delete')}
        danger
        onConfirm={() => remove.mutateAsync(removing?.id ?? '')}
      >
        {words('cannedReplies.removeWhy')}
      </ConfirmDialog>
    </Page>
  )
}
