import type { Scope } from '@switchboard/contract'
import { Lock } from 'lucide-react'
import { EmptyState } from '../components/empty-state.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { useDocumentTitle } from './document-title.ts'

/** In the place of a page that this person's role does not include. */
export function MayNot({ scope }: { readonly scope: Scope }) {
  const words = useTranslations('shell')
  useDocumentTitle(words('mayNot'))
  return (
    <EmptyState heading="h1" icon={Lock} title={words('mayNot')}>
      {words('mayNotWhy', { scope })}
    </EmptyState>
  )
}
