import { CircleAlert } from 'lucide-react'
import { isProblem } from '../api/problem.ts'
import { useProblemWords } from '../strings/problem-words.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

export interface ProblemNoteProps {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly className?: string
}

/** What went wrong, in the server's sentence, and a way on. */
export function ProblemNote({ error, onRetry, className }: ProblemNoteProps) {
  const words = useTranslations('common')
  const sentence = useProblemSentence()(error)
  return (
    <div
      role="alert"
      className={classNames(
        'flex flex-wrap items-start gap-3 rounded-lg border border-danger/40 bg-danger-soft p-3 text-danger',
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{words('problemTitle')}</p>
        <p className="break-words">{sentence}</p>
      </div>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {words('retry')}
        </Button>
      )}
    </div>
  )
}

/** What to tell a person of an error: what the server says, in their language, or that it was not reached. */
export function useProblemSentence(): (error: unknown) => string {
  const words = useTranslations('common')
  const wordsOf = useProblemWords()
  return (error) => {
    if (isProblem(error)) return wordsOf(error.code, error.message)
    if (error instanceof TypeError) return words('offline')
    return error instanceof Error ? error.message : String(error)
  }
}
