import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** What the list beside every section stands in. */
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-layout.tsx'), 'SettingsLayout'),
})
const parent = { getParentRoute: () => settings } as const

// Not within addChildren(): there TypeScript would infer routes of no router, and every page's search parameters would lose their types.
const sections = [
  createRoute({
    ...parent,
    path: '/',
    component: lazyRouteComponent(() => import('./settings-index.tsx'), 'SettingsIndex'),
  }),
  createRoute({
    ...parent,
    path: '/account',
    component: lazyRouteComponent(() => import('./account/account-section.tsx'), 'AccountSection'),
  }),
  createRoute({
    ...parent,
    path: '/security',
    component: lazyRouteComponent(() => import('./security/security-section.tsx'), 'SecuritySection'),
  }),
  createRoute({
    ...parent,
    path: '/preferences',
    component: lazyRouteComponent(() => import('./preferences/preferences-section.tsx'), 'PreferencesSection'),
  }),
  createRoute({
    ...parent,
    path: '/workspace',
    component: lazyRouteComponent(() => import('./workspace/workspace-section.tsx'), 'WorkspaceSection'),
  }),
  createRoute({
    ...parent,
    path: '/members',
    component: lazyRouteComponent(() => import('./members/members-section.tsx'), 'MembersSection'),
  }),
  createRoute({
    ...parent,
    path: '/roles',
    component: lazyRouteComponent(() => import('./roles/roles-section.tsx'), 'RolesSection'),
  }),
  createRoute({
    ...parent,
    path: '/working-hours',
    component: lazyRouteComponent(() => import('./working-hours/working-hours-section.tsx'), 'WorkingHoursSection'),
  }),
  createRoute({
    ...parent,
    path: '/retention',
    component: lazyRouteComponent(() => import('./retention/retention-section.tsx'), 'RetentionSection'),
  }),
  createRoute({
    ...parent,
    path: '/canned-replies',
    component: lazyRouteComponent(() => import('./canned-replies/canned-replies-section.tsx'), 'CannedRepliesSection'),
  }),
  createRoute({
    ...parent,
    path: '/labels',
    component: lazyRouteComponent(() => import('./labels/labels-section.tsx'), 'LabelsSection'),
  }),
  createRoute({
    ...parent,
    path: '/sending',
    component: lazyRouteComponent(() => import('./sending/sending-section.tsx'), 'SendingSection'),
  }),
  createRoute({
    ...parent,
    path: '/keys',
    component: lazyRouteComponent(() => import('./keys/keys-section.tsx'), 'KeysSection'),
  }),
  createRoute({
    ...parent,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./webhooks/webhooks-section.tsx'), 'WebhooksSection'),
  }),
  createRoute({
    ...parent,
    path: '/webhooks/$endpointId',
    component: lazyRouteComponent(() => import('./webhooks/endpoint-section.tsx'), 'EndpointSection'),
  }),
] as const

/** `/app/settings` shows what there is; each section has an address of its own. */
export const settingsRoutes = [settings.addChildren(sections)] as const
