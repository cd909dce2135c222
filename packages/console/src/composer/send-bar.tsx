import { CalendarClock, ChevronUp, CornerDownLeft, SendHorizontal, StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { writeStored } from '../theme/stored.ts'

export interface SendBarProps {
  readonly isNote: boolean
  readonly ready: boolean
  /** It becomes several messages. */
  readonly tooLong: boolean
  readonly enterSends: boolean
  readonly onEnterSends: (sends: boolean) => void
  readonly onSend: () => void
  readonly onSchedule: (() => void) | undefined
  /** The tools. */
  readonly children: ReactNode
}

/** The tools, and how it leaves: now or later. */
export function SendBar(props: SendBarProps) {
  const { isNote, ready, tooLong, enterSends, onEnterSends, onSend, onSchedule, children } = props
  const words = useTranslations('composer')
  return (
    <div className="flex items-end gap-2 px-2 pb-2">
      <div className="@container min-w-0 flex-1">
        {isNote ? <p className="px-2 text-soft text-xs">{words('noteWhy')}</p> : children}
      </div>
      {tooLong && <span className="text-warning text-xs">{words('becomesSeveral')}</span>}
      <Menu
        trigger={
          <Button kind="ghost" size="icon" aria-label={words('waysToSend')}>
            <ChevronUp />
          </Button>
        }
      >
        {onSchedule && (
          <MenuItem icon={CalendarClock} disabled={!ready} onSelect={onSchedule}>
            {words('scheduleEllipsis')}
          </MenuItem>
        )}
        <MenuItem
          icon={CornerDownLeft}
          checked={enterSends}
          onSelect={() => {
            writeStored('composer.enter', enterSends ? 'line' : null)
            onEnterSends(!enterSends)
          }}
        >
          {words('enterSends')}
        </MenuItem>
      </Menu>
      <Button kind="primary" disabled={!ready} onClick={onSend}>
        {isNote ? <StickyNote /> : <SendHorizontal className="rtl:-scale-x-100" />}
        {words(isNote ? 'addNote' : 'send')}
      </Button>
    </div>
  )
}
