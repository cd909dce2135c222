import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { useDocumentTitle } from './document-title.ts'

export function NotFound() {
  const words = useTranslations('shell')
  useDocumentTitle(words('notFound'))
  return (
    <EmptyState
      heading="h1"
      icon={Compass}
      title={words('notFound')}
      action={
        <Button kind="primary" asChild>
          <Link to="/inbox">{words('toInbox')}</Link>
        </Button>
      }
    >
      {words('notFoundWhy')}
    </EmptyState>
  )
}
