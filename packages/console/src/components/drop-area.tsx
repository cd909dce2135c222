import { type DragEvent, type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'

interface DropAreaProps {
  readonly label: string
  /** Said over it while a file is held above it. */
  readonly invitation: string
  readonly className?: string | undefined
  /** Undefined: nothing can be dropped now. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined
  readonly children: ReactNode
}

/** A part of the page onto which files can be dropped. */
export function DropArea({ label, invitation, className, onFiles, children }: DropAreaProps) {
  const [dragging, setDragging] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setDragging(false)
    onFiles?.([...event.dataTransfer.files])
  }
  return (
    <section
      aria-label={label}
      className={classNames('relative', className)}
      onDragOver={(event) => {
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      {dragging && onFiles && (
        <div className="pointer-events-none absolute inset-1 z-30 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-accent-soft font-medium text-accent-ink">
          {invitation}
        </div>
      )}
      {children}
    </section>
  )
}
