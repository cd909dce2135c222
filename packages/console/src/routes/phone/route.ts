import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** `/app/phone` */
export const phoneRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/phone',
    component: lazyRouteComponent(() => import('./phone-page.tsx'), 'PhonePage'),
  }),
] as const
