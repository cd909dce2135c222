import type { PhoneScreen } from '@switchboard/contract'
import { useEffect, useState } from 'react'

/** Whether it is shown that the business types: until a message comes, 25 seconds at most. */
export function useTypes({ typingMilliseconds }: PhoneScreen): boolean {
  const [types, setTypes] = useState(false)
  useEffect(() => {
    setTypes(typingMilliseconds > 0)
    if (typingMilliseconds === 0) return
    const timer = setTimeout(() => setTypes(false), typingMilliseconds)
    return () => clearTimeout(timer)
  }, [typingMilliseconds])
  return types
}
