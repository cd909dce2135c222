import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { type ClientId, clientIds } from './clients.ts'

/** `/app/assistants`, and `/app/assistants/connect?client=cursor`. */
export const assistantsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/assistants',
    component: lazyRouteComponent(() => withWords(import('./assistants-page.tsx'), 'assistants'), 'AssistantsPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/assistants/connect',
    validateSearch: ({ client }: Record<string, unknown>): { client?: ClientId } => {
      const known = clientIds.find((each) => each === client)
      return known ? { client: known } : {}
    },
    component: lazyRouteComponent(
      () => withWords(import('./connect-assistant-page.tsx'), 'assistants'),
      'ConnectAssistantPage',
    ),
  }),
] as const
