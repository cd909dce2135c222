import { expect, test } from 'vitest'
import { consolePath } from './console-path.ts'
import { safeTarget } from './safe-target.ts'

test.each(['/app/inbox?view=mine', '/oauth/consent?client_id=a', '/'])('%s is followed', (to) => {
  expect(safeTarget(to)).toBe(to)
})

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/.//evil.example/',
  '/..//evil.example',
  '/%2e//evil.example',
  '/.\\\\evil.example',
  '/./\\evil.example',
  '\t//evil.example',
  'app/inbox',
  'javascript:alert(1)',
])('%j leads to the console', (to) => {
  expect(safeTarget(to)).toBe(consolePath)
})
