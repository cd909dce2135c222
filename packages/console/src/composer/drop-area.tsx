import { type DragEvent, type ReactNode, useState } from 'react'
import { classNames } from '../components/class-names.ts'
import { useTranslations } from '../strings/use-translations.ts'

interface DropAreaProps {
  readonly className?: string | undefined
  /** Undefined: nothing can be dropped now. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined
  readonly children: ReactNode
}

/** The place where it is written, onto which files can be dropped. */
export function DropArea({ className, onFiles, children }: DropAreaProps) {
  const words = useTranslations('composer')
  const [dragging, setDragging] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setDragging(false)
    onFiles?.([...event.dataTransfer.files])
  }
  return (
    <section
      aria-label={words('title')}
      className={classNames('relative border-t bg-surface', className)}
      onDragOver={(event) => {
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      {dragging && onFiles && (
        <div className="pointer-events-none absolute inset-1 z-30 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-accent-soft font-medium text-accent-ink">
          {words('dropHere')}
        </div>
      )}
      {children}
    </section>
  )
}
