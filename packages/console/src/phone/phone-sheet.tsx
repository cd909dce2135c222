import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { createContext, type ReactNode, use } from 'react'
import { Button } from '../components/button.tsx'
import { useTranslations } from '../strings/use-translations.ts'

/** The phone's screen, in which sheets come up; null until it is there. */
export const PhoneScreenContext = createContext<HTMLElement | null>(null)

export interface PhoneSheetProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly title: string
  readonly children: ReactNode
  /** The main button. */
  readonly footer?: ReactNode
}

/** What comes up from the phone's lower edge: a choice, or something to fill in. */
export function PhoneSheet({ isOpen, onOpenChange, title, children, footer }: PhoneSheetProps) {
  const words = useTranslations('common')
  const screen = use(PhoneScreenContext)
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal container={screen}>
        <Dialog.Overlay className="absolute inset-0 z-30 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="absolute inset-x-0 bottom-0 z-40 flex max-h-[85%] flex-col rounded-t-2xl border-t bg-raised shadow-2xl"
        >
          <div className="flex items-center gap-2 py-2 ps-4 pe-2">
            <Dialog.Title className="min-w-0 flex-1 truncate font-semibold text-base">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="ghost" size="small-icon" aria-label={words('close')}>
                <X />
              </Button>
            </Dialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">{children}</div>
          {footer && <div className="grid border-t p-3">{footer}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
