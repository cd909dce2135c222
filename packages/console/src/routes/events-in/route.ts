import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** `/app/events-in` */
export const eventsInRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events-in',
    component: lazyRouteComponent(() => import('./events-in-page.tsx'), 'EventsInPage'),
  }),
] as const
