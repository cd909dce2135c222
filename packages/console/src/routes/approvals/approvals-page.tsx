import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function ApprovalsPage() {
  const words = useTranslations('approvals')
  return <Page title={words('title')}>{null}</Page>
}
