import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { searchTexts } from '../search-texts.ts'

interface EventsInSearch {
  readonly state?: string
  readonly transport?: string
  /** The body that is looked at. */
  readonly seq?: number
}

/** `/app/events-in?state=parked&seq=42` */
export const eventsInRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events-in',
    validateSearch: (search: Record<string, unknown>): EventsInSearch => ({
      ...searchTexts(search, ['state', 'transport']),
      ...(typeof search['seq'] === 'number' ? { seq: search['seq'] } : undefined),
    }),
    component: lazyRouteComponent(() => withWords(import('./events-in-page.tsx'), 'eventsIn'), 'EventsInPage'),
  }),
] as const
