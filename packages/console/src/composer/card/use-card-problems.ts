import { useTranslations } from '../../strings/use-translations.ts'
import type { CardDraft } from './card-draft.ts'
import { type CardField, type CardProblem, cardProblems } from './card-problems.ts'

/** What is wrong with what stands in a field. What is merely not written yet is no error beside it. */
export type SayProblem = (field: CardField, of?: string) => string | undefined

/** What keeps a message with buttons or a list from being sent: beside its fields, and the first of all as a sentence. */
export function useCardProblems(card: CardDraft): { readonly say: SayProblem; readonly first: string | undefined } {
  const words = useTranslations('cards')
  const problems = cardProblems(card)
  const [first] = problems
  const name = ({ field }: CardProblem) => words(`name_${field}`)
  return {
    say: (field, of) => {
      const problem = problems.find((one) => one.field === field && one.of === of && one.what !== 'missing')
      return problem && words(problem.what === 'twice' ? 'twice' : 'tooLong')
    },
    first: first && words(`first_${first.what}`, { field: name(first) }),
  }
}
