import type { CardDraft } from './card-draft.ts'
import type { SayProblem } from './use-card-problems.ts'

/** What every part of the form gets. */
export interface CardFieldsProps {
  readonly card: CardDraft
  readonly say: SayProblem
  readonly onChange: (part: Partial<CardDraft>) => void
}
