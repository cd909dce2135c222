import { useEffect, useRef } from 'react'

/** Nobody reads a message in less, so a press that comes sooner was meant for the one before. */
const rest = 400

/**
 * An act by key about exactly what is shown: a press counts only after the keyboard has rested since it came to be shown. One that
 * comes too soon does nothing and begins the rest anew, so that a key that is held or drummed on never gets through.
 */
export function useDeliberate(shown: string, act: () => void): () => void {
  const restsSince = useRef(Number.POSITIVE_INFINITY)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what starts it
  useEffect(() => {
    restsSince.current = performance.now()
  }, [shown])
  return () => {
    const now = performance.now()
    if (now - restsSince.current >= rest) act()
    else restsSince.current = now
  }
}
