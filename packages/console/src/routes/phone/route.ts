import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'

const component = lazyRouteComponent(() => withWords(import('./phone-page.tsx'), 'phone', 'thread'), 'PhonePage')

/** `/app/phone`: whose phone is to be chosen. `/app/phone/447700900123`: theirs, by the digits of their number or their user id. */
export const phoneRoutes = [
  createRoute({ getParentRoute: () => rootRoute, path: '/phone', component }),
  createRoute({ getParentRoute: () => rootRoute, path: '/phone/$customer', component }),
] as const
