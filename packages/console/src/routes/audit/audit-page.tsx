import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function AuditPage() {
  const words = useTranslations('audit')
  return <Page title={words('title')}>{null}</Page>
}
