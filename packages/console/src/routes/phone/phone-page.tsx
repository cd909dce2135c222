import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function PhonePage() {
  const words = useTranslations('phone')
  return <Page title={words('title')}>{null}</Page>
}
