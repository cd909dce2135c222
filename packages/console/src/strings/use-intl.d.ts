import type { en } from './en/index.ts'

/** Keys of `useTranslations()` are checked against the English catalogue. */
declare module 'use-intl' {
  interface AppConfig {
    readonly Messages: typeof en
  }
}
