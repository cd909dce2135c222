import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function CallsPage() {
  const words = useTranslations('calls')
  return <Page title={words('title')}>{null}</Page>
}
