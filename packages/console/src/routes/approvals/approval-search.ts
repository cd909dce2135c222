import type { ApprovalState } from '@switchboard/contract'

const states: readonly ApprovalState[] = ['pending', 'approved', 'rejected', 'expired']

export interface ApprovalSearch {
  readonly state?: ApprovalState
  /** The one that is looked at. */
  readonly id?: string
}

/** `?state=approved&id=…`; without a state those that wait. */
export function readApprovalSearch(search: Readonly<Record<string, unknown>>): ApprovalSearch {
  const state = states.find((one) => one === search['state'])
  const { id } = search
  return {
    ...(state === undefined || state === 'pending' ? {} : { state }),
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
  }
}
