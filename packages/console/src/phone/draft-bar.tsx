import { FileText, Pencil, Reply, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { ChosenFile } from './chosen-file.ts'
import type { Draft } from './draft.ts'
import { useSummary } from './use-summary.ts'

export interface DraftBarProps {
  readonly draft: Draft
  readonly chosen: ChosenFile | undefined
  readonly onLeave: () => void
}

/** What the text belongs to: the message that it answers or changes, the file that it goes with. */
export function DraftBar({ draft, chosen, onLeave }: DraftBarProps) {
  const words = useTranslations('phone')
  const summary = useSummary()
  if (draft.kind === 'new' && !chosen) return null
  const Icon = draft.kind === 'edit' ? Pencil : Reply
  return (
    <div className="flex items-center gap-2.5 border-b bg-sunken px-3 py-2">
      {chosen ? (
        <>
          <Preview file={chosen.file} />
          <span className="min-w-0 flex-1 truncate" dir="auto">
            {chosen.file.name}
          </span>
        </>
      ) : (
        draft.kind !== 'new' && (
          <>
            <Icon aria-hidden className="size-4 shrink-0 text-accent-ink" />
            <span className="min-w-0 flex-1">
              <span className="block font-medium text-accent-ink text-xs">
                {words(draft.kind === 'edit' ? 'editing' : 'replying')}
              </span>
              <span className="block truncate text-soft text-xs" dir="auto">
                {summary(draft.message)}
              </span>
            </span>
          </>
        )
      )}
      <Button kind="ghost" size="small-icon" aria-label={words('discard')} onClick={onLeave}>
        <X />
      </Button>
    </div>
  )
}

function Preview({ file }: { readonly file: File }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  if (url) return <img src={url} alt="" className="size-10 rounded object-cover" />
  return <FileText aria-hidden className="size-8 shrink-0 text-soft" />
}
