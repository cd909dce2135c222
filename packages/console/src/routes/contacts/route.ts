import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** `/app/contacts` */
export const contactsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/contacts',
    component: lazyRouteComponent(() => import('./contacts-page.tsx'), 'ContactsPage'),
  }),
] as const
