import { useQuery } from '@tanstack/react-query'
import { MessageSquareQuote } from 'lucide-react'
import { cannedRepliesQuery } from '../../../api/canned-replies.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { EditableList } from '../editable-list.tsx'
import { CannedReplyDialog } from './canned-reply-dialog.tsx'
import { useDeleteCannedReply } from './queries.ts'

/** `/app/settings/canned-replies` */
export function CannedRepliesSection() {
  const words = useTranslations('settings.cannedReplies')
  return (
    <EditableList
      words="cannedReplies"
      icon={MessageSquareQuote}
      query={useQuery(cannedRepliesQuery)}
      remove={useDeleteCannedReply()}
      nameOf={({ shortCode }) => `/${shortCode}`}
      removeTitle={(name) => words('removeTitle', { name })}
      row={({ shortCode, text }) => (
        <div className="min-w-0 flex-1">
          <p className="font-medium font-mono text-accent-ink">/{shortCode}</p>
          <p dir="auto" className="line-clamp-3 whitespace-pre-line text-soft">
            {text}
          </p>
        </div>
      )}
      dialog={(reply, onClose) => <CannedReplyDialog reply={reply} onClose={onClose} />}
    />
  )
}
