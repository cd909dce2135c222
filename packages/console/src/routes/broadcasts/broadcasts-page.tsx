import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function BroadcastsPage() {
  const words = useTranslations('broadcasts')
  return <Page title={words('title')}>{null}</Page>
}
