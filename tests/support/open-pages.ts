import type { Page } from 'playwright-core'

declare global {
  /** The pages that tests have open now. */
  var openPages: Set<Page> | undefined
}

/** A page whose content is printed if a test fails while it is open (print-failed-pages.ts). */
export function watchForFailure(page: Page): void {
  globalThis.openPages ??= new Set()
  const pages = globalThis.openPages
  pages.add(page)
  page.once('close', () => pages.delete(page))
}
