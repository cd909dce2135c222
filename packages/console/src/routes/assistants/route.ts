import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** `/app/assistants` */
export const assistantsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/assistants',
    component: lazyRouteComponent(() => import('./assistants-page.tsx'), 'AssistantsPage'),
  }),
] as const
