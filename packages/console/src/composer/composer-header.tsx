import { classNames } from '../components/class-names.ts'
import { useTranslations } from '../strings/use-translations.ts'
import type { ComposerMode } from './drafts.ts'
import type { ServiceWindow } from './service-window.ts'
import { WindowBadge } from './window-badge.tsx'

interface ComposerHeaderProps {
  readonly mode: ComposerMode
  readonly onMode: (mode: ComposerMode) => void
  readonly canNote: boolean
  readonly window: ServiceWindow
  readonly now: number
}

const modes = ['reply', 'note'] as const

/** For whom it is written, the customer or the team, and how long the customer can be answered. */
export function ComposerHeader({ mode, onMode, canNote, window, now }: ComposerHeaderProps) {
  const words = useTranslations('composer')
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 pt-2">
      <fieldset className="flex gap-1">
        <legend className="sr-only">{words('forWhom')}</legend>
        {modes
          .filter((one) => one === 'reply' || canNote)
          .map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={mode === one}
              onClick={() => onMode(one)}
              className={classNames(
                'rounded-md px-2.5 py-1 font-medium text-xs',
                mode === one ? 'bg-selected text-accent-ink' : 'text-soft hover:bg-hover hover:text-ink',
              )}
            >
              {words(`mode_${one}`)}
            </button>
          ))}
      </fieldset>
      <WindowBadge window={window} now={now} />
    </div>
  )
}
