import { Toast as Primitive } from 'radix-ui'
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { classNames } from './class-names.ts'
import { useProblemSentence } from './problem-note.tsx'

interface Notice {
  readonly id: number
  readonly text: string
  readonly isProblem: boolean
  readonly action?: { readonly label: string; readonly run: () => void }
}

export interface Toast {
  /** Says in passing what was done; `action` is mostly “Undo”. */
  readonly show: (text: string, action?: Notice['action']) => void
  /** Says what failed, for as long as it takes to read it. */
  readonly problem: (error: unknown) => void
}

const ToastContext = createContext<Toast | undefined>(undefined)
let nextId = 1

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const words = useTranslations('common')
  const sentence = useProblemSentence()
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    setNotices((all) => [...all.slice(-3), { ...notice, id: nextId++ }])
  }, [])
  const toast = useMemo<Toast>(
    () => ({
      show: (text, action) => add({ text, isProblem: false, ...(action ? { action } : undefined) }),
      problem: (error) => add({ text: sentence(error), isProblem: true }),
    }),
    [add, sentence],
  )
  const remove = (id: number) => setNotices((all) => all.filter((notice) => notice.id !== id))
  return (
    <ToastContext value={toast}>
      <Primitive.Provider label={words('close')} swipeDirection="right">
        {children}
        {notices.map(({ id, text, isProblem, action }) => (
          <Primitive.Root
            key={id}
            duration={isProblem ? 10_000 : 5_000}
            onOpenChange={(open) => !open && remove(id)}
            className={classNames(
              'flex items-center gap-3 rounded-xl border bg-raised px-4 py-3 shadow-xl',
              isProblem && 'border-danger/50 bg-danger-soft text-danger',
            )}
          >
            <Primitive.Description className="min-w-0 flex-1 break-words">{text}</Primitive.Description>
            {action && (
              <Primitive.Action altText={action.label} className="font-medium text-accent-ink" onClick={action.run}>
                {action.label}
              </Primitive.Action>
            )}
          </Primitive.Root>
        ))}
        {/* Above what is pressed at the bottom of a page: the next message is decided about while it is said what became of the last. */}
        <Primitive.Viewport className="fixed end-4 bottom-4 z-60 md:bottom-20 grid w-[min(24rem,calc(100vw-2rem))] gap-2 outline-none" />
      </Primitive.Provider>
    </ToastContext>
  )
}

export function useToast(): Toast {
  const toast = use(ToastContext)
  if (!toast) throw new Error('useToast outside of ToastProvider')
  return toast
}
