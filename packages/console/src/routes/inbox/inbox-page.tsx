import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function InboxPage() {
  const words = useTranslations('inbox')
  return <Page title={words('title')}>{null}</Page>
}
