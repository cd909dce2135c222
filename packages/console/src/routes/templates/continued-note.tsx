import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { KeptDraft } from './kept-draft.ts'

/** Says that the form does not begin empty, and how it would. */
export function ContinuedNote({ isContinued, forget }: KeptDraft) {
  const words = useTranslations('templates')
  if (!isContinued) return null
  return (
    <p role="status" className="flex flex-wrap items-center gap-3 rounded-lg bg-info-soft px-3 py-2 text-info">
      <span className="min-w-0 flex-1 basis-60">{words('continued')}</span>
      <Button size="small" onClick={forget}>
        {words('beginAnew')}
      </Button>
    </p>
  )
}
