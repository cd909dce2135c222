import type { PhoneBubble, PhoneScreen } from '@switchboard/contract'
import { Fragment, useEffect, useLayoutEffect, useRef } from 'react'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../strings/use-translations.ts'
import { Bubble } from './bubble.tsx'
import { useTypes } from './use-types.ts'

/** All that stands on the screen, the newest at the end, which stays in view unless somebody scrolled away from it. */
export function PhoneThread({ screen }: { readonly screen: PhoneScreen }) {
  const words = useTranslations('phone')
  const types = useTypes(screen)
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const { messages } = screen
  useLayoutEffect(() => {
    if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  })
  // Pictures take their place when they are here.
  useEffect(() => {
    const inner = list.current?.firstElementChild
    if (!inner) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
    })
    observer.observe(inner)
    // Also when the phone itself gets another size.
    if (list.current) observer.observe(list.current)
    return () => observer.disconnect()
  }, [])
  const days = new Map(messages.map((message) => [message.id, new Date(message.at).toDateString()]))
  return (
    <div
      ref={list}
      role="log"
      aria-label={words('conversation')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto bg-thread px-3 py-2 -outline-offset-2"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40
      }}
    >
      <div className="flex min-h-full flex-col justify-end gap-1">
        {messages.length === 0 && (
          <p className="m-auto max-w-64 text-center text-pretty text-soft">{words('emptyThread')}</p>
        )}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            {days.get(message.id) !== days.get(messages[index - 1]?.id ?? '') && <DayMark at={message.at} />}
            <Bubble message={message} quoted={quotedBy(message, messages)} />
          </Fragment>
        ))}
        {types && <TypingBubble />}
      </div>
    </div>
  )
}

function quotedBy({ quoted }: PhoneBubble, messages: readonly PhoneBubble[]): PhoneBubble | undefined {
  return quoted === null ? undefined : messages.find(({ id }) => id === quoted)
}

function DayMark({ at }: { readonly at: string }) {
  const format = useFormatter()
  const words = useTranslations('phone')
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  const text = isToday ? words('today') : format.dateTime(date, { weekday: 'long', day: 'numeric', month: 'long' })
  return (
    <p className="my-1.5 self-center rounded-full bg-surface px-3 py-0.5 text-soft text-xs shadow-sm first-letter:uppercase">
      {text}
    </p>
  )
}

function TypingBubble() {
  return (
    <div aria-hidden className="flex w-fit gap-1 rounded-2xl rounded-es-sm bg-bubble-in px-3.5 py-3 shadow-sm">
      {['[animation-delay:0ms]', '[animation-delay:150ms]', '[animation-delay:300ms]'].map((delay) => (
        <span key={delay} className={`size-1.5 animate-bounce rounded-full bg-faint ${delay}`} />
      ))}
    </div>
  )
}
