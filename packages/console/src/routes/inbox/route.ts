import type { ConversationId, MessageId } from '@switchboard/contract'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readInboxSearch } from './inbox-search.ts'

const loadFirstData = () => import('./first-data.ts')

/** `/app/inbox`, and `/app/inbox/<conversation>` within it: the list stays while one goes from one to the next. */
export const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  validateSearch: readInboxSearch,
  loaderDeps: ({ search: { view = 'open', account, label, q } }) => ({ view, account, label, q }),
  loader: async ({ deps }) => (await loadFirstData()).beginList(deps),
  component: lazyRouteComponent(
    () => withWords(import('./inbox-page.tsx'), 'inbox', 'thread', 'composer', 'cards', 'phone'),
    'InboxPage',
  ),
})

export const inboxConversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$conversationId',
  loaderDeps: ({ search: { around } }) => ({ around }),
  loader: async ({ params, deps }) =>
    (await loadFirstData()).beginConversation(
      params.conversationId as ConversationId, // the server says if it is none
      deps.around as MessageId | undefined, // likewise
    ),
})

export const inboxRoutes = [inboxRoute.addChildren([inboxConversationRoute] as const)] as const
