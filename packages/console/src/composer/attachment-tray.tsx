import { FileText, Mic, Music, RotateCcw, Video, X } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../components/button.tsx'
import { useProblemSentence } from '../components/problem-note.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { Attachment } from './attachment.ts'
import type { Attachments } from './use-attachments.ts'

/** The files that go with the next message, and how far they are up. */
export function AttachmentTray({ attachments }: { readonly attachments: Attachments }) {
  const words = useTranslations('composer')
  if (attachments.list.length === 0) return null
  return (
    <ul aria-label={words('files')} className="flex flex-wrap gap-2 px-3 pt-2">
      {attachments.list.map((one) => (
        <AttachmentCard
          key={one.id}
          attachment={one}
          onRemove={() => attachments.remove(one.id)}
          onRetry={() => attachments.retry(one.id)}
        />
      ))}
    </ul>
  )
}

interface AttachmentCardProps {
  readonly attachment: Attachment
  readonly onRemove: () => void
  readonly onRetry: () => void
}

function AttachmentCard({ attachment, onRemove, onRetry }: AttachmentCardProps) {
  const words = useTranslations('composer')
  const sentence = useProblemSentence()
  const { file, previewUrl, state } = attachment
  return (
    <li className="flex w-60 items-center gap-2.5 rounded-lg border bg-ground p-1.5">
      {previewUrl ? (
        <img src={previewUrl} alt="" className="size-10 shrink-0 rounded-md object-cover" />
      ) : (
        <span className="grid size-10 shrink-0 place-items-center rounded-md bg-sunken text-soft">
          <KindIcon attachment={attachment} />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate font-medium text-xs">
          {file.name}
        </p>
        {state.kind === 'failed' ? (
          <p className="line-clamp-2 text-danger text-xs" role="alert">
            {sentence(state.error)}
          </p>
        ) : (
          <Progress attachment={attachment} />
        )}
      </div>
      {state.kind === 'failed' && (
        <Button kind="ghost" size="small-icon" aria-label={words('uploadAgain', { name: file.name })} onClick={onRetry}>
          <RotateCcw />
        </Button>
      )}
      <Button kind="ghost" size="small-icon" aria-label={words('removeFile', { name: file.name })} onClick={onRemove}>
        <X />
      </Button>
    </li>
  )
}

function Progress({ attachment: { file, kind, state } }: { readonly attachment: Attachment }) {
  const words = useTranslations('composer')
  const format = useFormatter()
  if (state.kind === 'uploading')
    return (
      <progress
        aria-label={words('uploading', { name: file.name })}
        value={state.share}
        max={1}
        className="mt-1 h-1.5 w-full accent-accent"
      />
    )
  const unit = file.size >= 1_000_000 ? 'megabyte' : 'kilobyte'
  const size = format.number(file.size / (unit === 'megabyte' ? 1_000_000 : 1_000), {
    style: 'unit',
    unit,
    maximumFractionDigits: 1,
  })
  return (
    <p className="text-faint text-xs">
      {words(`kind_${kind}`)} · {size}
    </p>
  )
}

function KindIcon({ attachment: { kind, voice } }: { readonly attachment: Attachment }) {
  if (voice) return <Mic aria-hidden className="size-4" />
  if (kind === 'audio') return <Music aria-hidden className="size-4" />
  if (kind === 'video') return <Video aria-hidden className="size-4" />
  return <FileText aria-hidden className="size-4" />
}
