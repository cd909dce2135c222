import { useSyncExternalStore } from 'react'
import type { Inbox } from '../use-inbox.ts'

export interface Panel {
  readonly isShown: boolean
  /** Somebody asked for it: it is shown where there is little room, too. */
  readonly isForced: boolean
  readonly toggle: () => void
}

/** Wide enough for list, conversation and panel beside the navigation. */
const roomy = '(min-width: 80rem)'

/** Whether the panel is open: as the address says, else where there is room for it. */
export function usePanel({ search, change }: Inbox): Panel {
  const isRoomy = useSyncExternalStore(subscribe, () => matchMedia(roomy).matches)
  const hasRoom = isRoomy && search.phone === undefined
  const isShown = search.details ?? hasRoom
  return {
    isShown,
    isForced: search.details === true && !hasRoom,
    toggle: () => change({ details: isShown === hasRoom ? !isShown : undefined }),
  }
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(roomy)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
