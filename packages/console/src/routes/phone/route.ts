import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

export interface PhoneSearch {
  /** Whose phone: digits of their number, or their user id. */
  readonly customer?: string | undefined
}

/** `/app/phone?customer=447700900123` */
export const phoneRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/phone',
    validateSearch: (search): PhoneSearch => {
      const { customer } = search
      const id = typeof customer === 'string' || typeof customer === 'number' ? String(customer) : ''
      return /^[\w.]{5,150}$/.test(id) ? { customer: id } : {}
    },
    component: lazyRouteComponent(() => import('./phone-page.tsx'), 'PhonePage'),
  }),
] as const
