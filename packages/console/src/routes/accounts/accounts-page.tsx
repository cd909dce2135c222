import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function AccountsPage() {
  const words = useTranslations('accounts')
  return <Page title={words('title')}>{null}</Page>
}
