import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function HealthPage() {
  const words = useTranslations('health')
  return <Page title={words('title')}>{null}</Page>
}
