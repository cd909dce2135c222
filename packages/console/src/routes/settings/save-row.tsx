import type { UseMutationResult } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

export interface SaveRowProps {
  /** What the form does. */
  readonly mutation: Pick<UseMutationResult<unknown, Error, never>, 'isPending' | 'isSuccess' | 'error'>
  /** Whether anything differs from what is kept. */
  readonly dirty: boolean
  readonly label?: string
}

/** The end of a form: the button, and whether what stands there is kept. */
export function SaveRow({ mutation, dirty, label }: SaveRowProps) {
  const words = useTranslations('common')
  return (
    <div className="grid gap-3">
      {mutation.error && <ProblemNote error={mutation.error} />}
      <div className="flex items-center gap-3">
        <Button type="submit" kind="primary" busy={mutation.isPending} disabled={!dirty}>
          {label ?? words('save')}
        </Button>
        <span role="status" className="flex items-center gap-1.5 text-accent-ink">
          {mutation.isSuccess && !dirty && (
            <>
              <Check aria-hidden className="size-4" />
              {words('saved')}
            </>
          )}
        </span>
      </div>
    </div>
  )
}
