import type { ErrorComponentProps } from '@tanstack/react-router'
import { Bug } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { useTranslations } from '../strings/use-translations.ts'

/** In place of a page whose code threw: the rest of the console stays usable. */
export function PageCrashed({ error, reset }: ErrorComponentProps) {
  const words = useTranslations('shell')
  const common = useTranslations('common')
  return (
    <EmptyState
      heading="h1"
      icon={Bug}
      title={words('crashed')}
      action={
        <Button kind="primary" onClick={reset}>
          {common('retry')}
        </Button>
      }
    >
      <p>{words('crashedWhy')}</p>
      <pre className="mt-3 overflow-x-auto rounded-lg bg-sunken p-3 text-start font-mono text-xs">
        {error instanceof Error ? error.message : String(error)}
      </pre>
    </EmptyState>
  )
}
