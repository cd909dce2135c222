import { useEffect, useSyncExternalStore } from 'react'

/* The title of the browser's tab: what is unread, the page, the product. */

let unread = 0
let page = ''
const listeners = new Set<() => void>()

function show(): void {
  const name = page === '' ? 'Switchboard' : `${page} · Switchboard`
  document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${name}` : name
  for (const listener of listeners) listener()
}

/** Names the page that is shown. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    page = title
    show()
  }, [title])
}

/** How many conversations have something unread; shown in the tab and in the navigation. */
export function setUnread(count: number): void {
  unread = count
  show()
}

export function useUnread(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => unread,
  )
}
