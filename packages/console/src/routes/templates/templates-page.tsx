import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function TemplatesPage() {
  const words = useTranslations('templates')
  return <Page title={words('title')}>{null}</Page>
}
