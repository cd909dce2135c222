import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { type ClientId, clientIds } from './clients.ts'

/** `/app/assistants`, and `/app/assistants/connect?client=cursor`. */
export const assistantsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/assistants',
    component: lazyRouteComponent(() => import('./assistants-page.tsx'), 'AssistantsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/assistants/connect',
    validateSearch: ({ client }: Record<string, unknown>): { client?: ClientId } => {
      const known = clientIds.find((each) => each === client)
      return known ? { client: known } : {}
    },
    component: lazyRouteComponent(() => import('./connect-assistant-page.tsx'), 'ConnectAssistantPage'),
  }),
] as const
