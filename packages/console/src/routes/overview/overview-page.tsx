import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function OverviewPage() {
  const words = useTranslations('overview')
  return <Page title={words('title')}>{null}</Page>
}
