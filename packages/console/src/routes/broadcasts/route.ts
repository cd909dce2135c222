import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** `/app/broadcasts` */
export const broadcastsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/broadcasts',
    component: lazyRouteComponent(() => import('./broadcasts-page.tsx'), 'BroadcastsPage'),
  }),
] as const
