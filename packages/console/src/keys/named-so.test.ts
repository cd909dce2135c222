import { expect, test } from 'vitest'
import { isNamedSo } from './named-so.ts'

test('a command is found by the beginnings of its words, and by no letters from here and there', () => {
  expect(isNamedSo('Go to Templates', 'templ')).toBe(true)
  expect(isNamedSo('Go to Templates', 'TEMP go')).toBe(true)
  expect(isNamedSo('Ir a Auditoría', 'auditoria')).toBe(true)
  expect(isNamedSo('Go to Assistants', 'anton')).toBe(false)
  expect(isNamedSo('Go to Templates', 'plates')).toBe(false)
  expect(isNamedSo('Anything', ' ')).toBe(true)
})
