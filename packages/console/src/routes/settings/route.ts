import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { withWords } from '../../strings/with-words.ts'
import { readEndpointSearch } from './webhooks/endpoint-search.ts'

/** What the list beside every section stands in. */
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => withWords(import('./settings-layout.tsx'), 'settings'), 'SettingsLayout'),
})
const parent = { getParentRoute: () => settings } as const

// Not within addChildren(): there TypeScript would infer routes of no router, and every page's search parameters would lose their types.
const sections = [
  createRoute({
    ...parent,
    path: '/',
    component: lazyRouteComponent(() => withWords(import('./settings-index.tsx'), 'settings'), 'SettingsIndex'),
  }),
  createRoute({
    ...parent,
    path: '/account',
    component: lazyRouteComponent(
      () => withWords(import('./account/account-section.tsx'), 'settings'),
      'AccountSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/security',
    component: lazyRouteComponent(
      () => withWords(import('./security/security-section.tsx'), 'settings'),
      'SecuritySection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/preferences',
    component: lazyRouteComponent(
      () => withWords(import('./preferences/preferences-section.tsx'), 'settings'),
      'PreferencesSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/workspace',
    component: lazyRouteComponent(
      () => withWords(import('./workspace/workspace-section.tsx'), 'settings'),
      'WorkspaceSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/members',
    component: lazyRouteComponent(
      () => withWords(import('./members/members-section.tsx'), 'settings'),
      'MembersSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/roles',
    component: lazyRouteComponent(() => withWords(import('./roles/roles-section.tsx'), 'settings'), 'RolesSection'),
  }),
  createRoute({
    ...parent,
    path: '/working-hours',
    component: lazyRouteComponent(
      () => withWords(import('./working-hours/working-hours-section.tsx'), 'settings'),
      'WorkingHoursSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/retention',
    component: lazyRouteComponent(
      () => withWords(import('./retention/retention-section.tsx'), 'settings'),
      'RetentionSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/canned-replies',
    component: lazyRouteComponent(
      () => withWords(import('./canned-replies/canned-replies-section.tsx'), 'settings'),
      'CannedRepliesSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/labels',
    component: lazyRouteComponent(() => withWords(import('./labels/labels-section.tsx'), 'settings'), 'LabelsSection'),
  }),
  createRoute({
    ...parent,
    path: '/sending',
    component: lazyRouteComponent(
      () => withWords(import('./sending/sending-section.tsx'), 'settings'),
      'SendingSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/keys',
    component: lazyRouteComponent(() => withWords(import('./keys/keys-section.tsx'), 'settings'), 'KeysSection'),
  }),
  createRoute({
    ...parent,
    path: '/webhooks',
    component: lazyRouteComponent(
      () => withWords(import('./webhooks/webhooks-section.tsx'), 'settings'),
      'WebhooksSection',
    ),
  }),
  createRoute({
    ...parent,
    path: '/webhooks/$endpointId',
    validateSearch: readEndpointSearch,
    component: lazyRouteComponent(
      () => withWords(import('./webhooks/endpoint-section.tsx'), 'settings'),
      'EndpointSection',
    ),
  }),
] as const

/** `/app/settings` shows what there is; each section has an address of its own. */
export const settingsRoutes = [settings.addChildren(sections)] as const
