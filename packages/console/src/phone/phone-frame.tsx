import { Plane, Signal, WifiOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../strings/use-translations.ts'
import { PhoneScreenContext } from './phone-sheet.tsx'

export interface PhoneFrameProps {
  /** The customer has no connection. */
  readonly isOffline: boolean
  /** This page has none to the server. */
  readonly isCut: boolean
  readonly children: ReactNode
}

/** The case with its status line. On a narrow screen the console stands on a phone already, and the case is left out. */
export function PhoneFrame({ isOffline, isCut, children }: PhoneFrameProps) {
  const words = useTranslations('phone')
  const [screen, setScreen] = useState<HTMLElement | null>(null)
  return (
    <section
      aria-label={words('frame')}
      className="mx-auto flex h-full max-h-[52rem] min-h-0 w-full max-w-[25rem] flex-col overflow-hidden bg-surface sm:rounded-[2.25rem] sm:border-[0.625rem] sm:border-[#232825] sm:shadow-2xl dark:sm:border-[#050706] dark:sm:outline-1 dark:sm:outline-line"
    >
      <div className="flex h-7 shrink-0 items-center justify-between bg-surface px-5 font-medium text-soft text-xs">
        <Clock />
        <span className="flex items-center gap-1.5">
          {isCut && <WifiOff className="size-3.5 text-danger" aria-label={words('cut')} />}
          {isOffline ? (
            <Plane className="size-3.5" aria-label={words('offline')} />
          ) : (
            <Signal className="size-3.5" aria-hidden />
          )}
        </span>
      </div>
      <div ref={setScreen} className="relative flex min-h-0 flex-1 flex-col overflow-hidden">
        <PhoneScreenContext value={screen}>{children}</PhoneScreenContext>
      </div>
    </section>
  )
}

function Clock() {
  const format = useFormatter()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return <span className="tabular-nums">{format.dateTime(now, { timeStyle: 'short' })}</span>
}
