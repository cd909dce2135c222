import { type Role, scopesOfRole } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { router } from '../router.tsx'
import { scopeOfPage } from './nav-items.ts'

const paths = Object.keys(router.routesByPath).map((path) => path.replaceAll(/\$\w+/g, '0190b0a0'))
const closedTo = (role: Role) =>
  paths.filter((path) => {
    const scope = scopeOfPage(path)
    return scope !== null && !scopesOfRole(role).has(scope)
  })

test('of all pages a viewer is kept from those that make something and those that their role does not read', () => {
  expect(closedTo('viewer').toSorted()).toEqual([
    '/accounts/0190b0a0/setup/0190b0a0',
    '/accounts/new',
    '/accounts/new/0190b0a0',
    '/assistants/connect',
    '/audit',
    '/broadcasts/new',
    '/events-in',
    '/templates/0190b0a0/edit',
    '/templates/new',
  ])
})

test('no page is closed to an admin', () => {
  expect(paths.length).toBeGreaterThan(30)
  expect(closedTo('admin')).toEqual([])
})

test('an address that only begins like a page is none', () => {
  expect(scopeOfPage('/auditing')).toBeNull()
  expect(scopeOfPage('/templates/newest')).toBe('accounts:read')
})
