import type { Page } from 'playwright-core'
import { afterEach } from 'vitest'

/* A setup file of every test: where a browser was open in one that failed, what its pages showed is printed beside the failure. */

declare global {
  /** The pages that tests have open now. */
  var openPages: Set<Page> | undefined
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const page of globalThis.openPages ?? []) {
    const shown = await page.ariaSnapshot({ timeout: 5_000 }).catch((error: unknown) => String(error))
    console.error(`${task.name}: ${page.url()} showed\n${shown}`)
  }
})

/** Whose content is printed if a test fails while it is open. */
export function watchForFailure(page: Page): void {
  globalThis.openPages ??= new Set()
  const pages = globalThis.openPages
  pages.add(page)
  page.once('close', () => pages.delete(page))
}
