import { useEffect, useState } from 'react'

/** The time, in milliseconds since 1970; read again every so many milliseconds. */
export function useTick(milliseconds: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds)
    return () => clearInterval(timer)
  }, [milliseconds])
  return now
}
