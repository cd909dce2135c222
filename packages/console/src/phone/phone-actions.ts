import type { PhoneAction } from '@switchboard/contract'
import { createContext, use } from 'react'
import type { Draft } from './draft.ts'

export interface PhoneActions {
  /** Does it on the phone, and says in passing why not. @returns whether it was done */
  readonly act: (action: PhoneAction) => Promise<boolean>
  /** Who may only look presses nothing; nor does who blocked the business. */
  readonly mayAct: boolean
  readonly setDraft: (draft: Draft) => void
}

export const PhoneActionsContext = createContext<PhoneActions | undefined>(undefined)

/** What can be done on the phone that is shown. */
export function usePhoneActions(): PhoneActions {
  const actions = use(PhoneActionsContext)
  if (!actions) throw new Error('usePhoneActions outside of PhoneChat')
  return actions
}
