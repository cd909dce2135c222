import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { searchTexts } from '../search-texts.ts'

/** `/app/events-in?state=parked&seq=42` */
export const eventsInRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events-in',
    validateSearch: (search) => searchTexts(search, ['state', 'transport', 'seq']),
    component: lazyRouteComponent(() => import('./events-in-page.tsx'), 'EventsInPage'),
  }),
] as const
