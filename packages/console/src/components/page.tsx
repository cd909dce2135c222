import type { ReactNode } from 'react'
import { useDocumentTitle } from '../shell/document-title.ts'
import { classNames } from './class-names.ts'

export interface PageProps {
  readonly title: string
  /** A link above the heading, to the list that this is one of. */
  readonly back?: ReactNode
  /** One line: what the page is for. */
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** For tables and charts; otherwise the measure of a text. */
  readonly wide?: boolean
}

/** A page that scrolls as a whole: a heading with what can be done, and the content. */
export function Page({ title, back, intro, actions, children, wide = false }: PageProps) {
  useDocumentTitle(title)
  return (
    <div className="h-full overflow-y-auto">
      <div
        className={classNames('mx-auto flex w-full flex-col gap-6 p-4 sm:p-6 lg:p-8', wide ? 'max-w-7xl' : 'max-w-4xl')}
      >
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            {back && <p className="mb-3 text-soft">{back}</p>}
            <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
            {intro && <p className="mt-1 max-w-prose text-pretty text-soft">{intro}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}
