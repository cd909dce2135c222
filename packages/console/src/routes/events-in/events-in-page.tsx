import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function EventsInPage() {
  const words = useTranslations('eventsIn')
  return <Page title={words('title')}>{null}</Page>
}
