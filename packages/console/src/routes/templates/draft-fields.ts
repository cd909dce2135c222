import type { Draft } from './draft.ts'
import type { DraftProblems } from './draft-problems.ts'

/** What every part of the form is given. */
export interface DraftFieldsProps {
  readonly draft: Draft
  readonly problems: DraftProblems
  readonly set: (more: Partial<Draft>) => void
}
