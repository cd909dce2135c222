import { useRef } from 'react'

/** The provider shows it for 25 seconds. */
const every = 20_000

/** Tells the customer that somebody writes, once in a while as long as somebody does. */
export function useTyping(show: () => void): () => void {
  const last = useRef(Number.NEGATIVE_INFINITY)
  return () => {
    const now = performance.now()
    if (now - last.current < every || document.visibilityState !== 'visible') return
    last.current = now
    show()
  }
}
