import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useFeedState, useRetryFeed } from '../live/live-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'

/** A blink of the line is nobody's business; only what lasts is said. */
const patienceMilliseconds = 1_500

/** Says that the server is not reached, and what that means for what one does. */
export function ConnectionLine() {
  const words = useTranslations('shell')
  const isLive = useFeedState() === 'live'
  const retry = useRetryFeed()
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    if (isLive) return setIsLong(false)
    const timer = setTimeout(() => setIsLong(true), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [isLive])
  return (
    <div role="status" aria-live="polite">
      {isLong && !isLive && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-1.5 text-warning">
          <WifiOff aria-hidden className="size-4" />
          {words('offline')}
          <Button size="small" onClick={retry}>
            {words('retryNow')}
          </Button>
        </p>
      )}
    </div>
  )
}
