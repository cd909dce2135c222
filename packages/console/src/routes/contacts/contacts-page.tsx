import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function ContactsPage() {
  const words = useTranslations('contacts')
  return <Page title={words('title')}>{null}</Page>
}
