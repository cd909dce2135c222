import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function SearchPage() {
  const words = useTranslations('search')
  return <Page title={words('title')}>{null}</Page>
}
