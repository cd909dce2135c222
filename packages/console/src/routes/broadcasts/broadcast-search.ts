import type { BroadcastState } from '@switchboard/contract'

export const listedStates = [
  'draft',
  'checking',
  'awaiting_approval',
  'scheduled',
  'running',
  'paused',
  'finished',
  'cancelled',
  'failed',
] as const satisfies readonly BroadcastState[]

/** Nothing was sent yet. */
export const beforeStates: readonly BroadcastState[] = ['draft', 'checking', 'awaiting_approval', 'scheduled']

export interface BroadcastSearch {
  readonly state?: BroadcastState
}

/** What is not understood is left out. */
export function readBroadcastSearch(search: Record<string, unknown>): BroadcastSearch {
  const state = listedStates.find((each) => each === search['state'])
  return state ? { state } : {}
}

/** Which template somebody came from. */
export interface NewBroadcastSearch {
  readonly template?: string
}

export function readNewBroadcastSearch(search: Record<string, unknown>): NewBroadcastSearch {
  const { template } = search
  return typeof template === 'string' ? { template } : {}
}
