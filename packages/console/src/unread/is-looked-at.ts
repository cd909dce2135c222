import { useSyncExternalStore } from 'react'

/** Whether somebody looks at this page, as it changes. */
export function useIsLookedAt(): boolean {
  return useSyncExternalStore(subscribe, isLookedAt)
}

/** The page is in front, and its window has the focus. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

function subscribe(listener: () => void): () => void {
  const controller = new AbortController()
  const { signal } = controller
  document.addEventListener('visibilitychange', listener, { signal })
  addEventListener('focus', listener, { signal })
  addEventListener('blur', listener, { signal })
  return () => controller.abort()
}
