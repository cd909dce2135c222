import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function AssistantsPage() {
  const words = useTranslations('assistants')
  return <Page title={words('title')}>{null}</Page>
}
