import { use } from 'react'
import { useLanguage } from './strings-provider.tsx'

type ProblemWords = Readonly<Record<string, string>>

/** The server speaks English: of that language there is nothing to load. */
const none: Promise<ProblemWords> = Object.assign(Promise.resolve({}), { status: 'fulfilled', value: {} })
let spanish: Promise<ProblemWords> | undefined

/** What to say for one of the server's codes, in the person's language; its own sentence where that is English or the code is not known. */
export function useProblemWords(): (code: string, detail: string) => string {
  const { language } = useLanguage()
  const words = use(language === 'es' ? (spanish ??= loadSpanish()) : none)
  return (code, detail) => words[code]?.replace('{detail}', () => detail) ?? detail
}

async function loadSpanish(): Promise<ProblemWords> {
  try {
    return (await import('./es/problems.ts')).problems
  } catch {
    // Then the server's own sentences are shown; the next page asks again.
    spanish = undefined
    return {}
  }
}
