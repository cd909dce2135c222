import { expect, test } from 'vitest'
import { formattingLocale, preferredLanguage } from './languages.ts'

test.each([
  ['en', ['de-DE', 'en-GB', 'en-US'], 'en-GB'],
  ['es', ['en-GB', 'es-MX'], 'es-MX'],
  ['es', ['en-GB'], 'es'],
  ['en', ['en-US@posix', 'en-GB'], 'en-GB'],
  ['en', ['eng-GB'], 'en'],
  ['en', [], 'en'],
] as const)('words in %s for a browser of %j: times are written as in %s', (language, wanted, locale) => {
  expect(formattingLocale(language, wanted)).toBe(locale)
})

test('the region says how the hour is written', () => {
  const evening = new Date('2026-01-01T20:42:00Z')
  const written = (wanted: readonly string[]) =>
    new Intl.DateTimeFormat(formattingLocale('en', wanted), { timeStyle: 'short', timeZone: 'UTC' }).format(evening)
  expect(written(['en-GB'])).toBe('20:42')
  expect(written(['en-US'])).toMatch(/^8:42\sPM$/)
})

test('the words are in what was chosen, else in the first language of the browser that is there', () => {
  expect(preferredLanguage('es', ['en-GB'])).toBe('es')
  expect(preferredLanguage('xx', ['de-DE', 'es-MX'])).toBe('es')
  expect(preferredLanguage(null, ['de-DE'])).toBe('en')
})
