import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Draft } from './draft.ts'
import { componentsOf } from './draft-components.ts'
import { type DraftProblems, problemsOf } from './draft-problems.ts'

/** What the server said of the draft as it was sent, by field. */
export function draftProblems(error: unknown, sent: Draft | undefined): DraftProblems {
  return sent ? problemsOf(error, componentsOf(sent)) : {}
}

export interface HandInProps {
  readonly error: unknown
  readonly isBusy: boolean
  readonly onPress: () => void
}

/** The way to the review, and how much stands in it. */
export function HandIn({ error, isBusy, onPress }: HandInProps) {
  const words = useTranslations('templates')
  const count = isProblem(error) ? (error.body.errors?.length ?? 0) : 0
  return (
    <div className="flex flex-wrap items-center justify-end gap-3">
      {count > 0 ? (
        <p role="alert" className="flex-1 text-danger">
          {words('fixFirst', { count })}
        </p>
      ) : (
        error !== null && <ProblemNote className="flex-1" error={error} />
      )}
      <Button kind="primary" busy={isBusy} onClick={onPress}>
        {words('hand')}
      </Button>
    </div>
  )
}
