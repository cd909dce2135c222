import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readInboxSearch } from './inbox-search.ts'

/** `/app/inbox`, and `/app/inbox/<conversation>` within it: the list stays while one goes from one to the next. */
export const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('./inbox-page.tsx'), 'InboxPage'),
})

export const inboxConversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$conversationId',
})

export const inboxRoutes = [inboxRoute.addChildren([inboxConversationRoute] as const)] as const
