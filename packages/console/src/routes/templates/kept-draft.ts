import { useState } from 'react'
import { useKeptText } from '../../composer/drafts.ts'
import { useSession } from '../../session/session.ts'
import { type Draft, emptyDraft } from './draft.ts'

/** A template while it is written, kept over a reload of the page. */
export interface KeptDraft {
  readonly draft: Draft
  readonly setDraft: (draft: Draft) => void
  /** It was begun before this page was opened, and not handed in. */
  readonly isContinued: boolean
  /** It is handed in, or begun anew. */
  readonly forget: () => void
}

/** @param name the template's id, or `new` */
export function useKeptDraft(name: string, initial: Draft): KeptDraft {
  const { me } = useSession()
  const [kept, keep] = useKeptText(me.id, `template/${name}`)
  const [first] = useState(initial)
  const [isContinued, setIsContinued] = useState(() => readDraft(kept) !== undefined)
  return {
    draft: readDraft(kept) ?? first,
    setDraft: (draft) => keep(JSON.stringify(draft) === JSON.stringify(first) ? '' : JSON.stringify(draft)),
    isContinued,
    forget: () => {
      keep('')
      setIsContinued(false)
    },
  }
}

/** Undefined where there is none, or another version wrote something else. */
function readDraft(text: string): Draft | undefined {
  if (text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const isWhole = Object.entries(emptyDraft).every(([key, empty]) => {
      const one: unknown = Reflect.get(value, key)
      return typeof one === typeof empty && Array.isArray(one) === Array.isArray(empty)
    })
    return isWhole ? (value as Draft) : undefined // only what this file wrote, of which every part is there
  } catch {
    return undefined
  }
}
