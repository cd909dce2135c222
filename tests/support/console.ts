import { existsSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { watchForFailure } from './open-pages.ts'
import { type Running, serve, temporaryDirectory } from './switchboard.ts'

export const owner = { name: 'Olga', email: 'olga@example.com', password: 'correct horse battery' } as const

export interface Console extends AsyncDisposable {
  readonly server: Running
  readonly dataDirectory: string
  readonly browser: Browser
  /** Of the owner. */
  readonly context: BrowserContext
  /** Of the owner, on the console. */
  readonly page: Page
  /** Where the simulator listens. */
  readonly simulatorUrl: string
  /** Asks the server as the owner. */
  readonly api: <T>(method: string, path: string, body?: unknown) => Promise<T>
  /** Another person with this role, in a browser context of their own, on the console. */
  readonly join: (role: string, name: string) => Promise<Page>
}

/**
 * What the address bar of a window suggests is a page of its own, loaded for every browser context though nobody sees it: a third of
 * what a context costs. Chromium knows the last list only, so Playwright's own stands before it.
 */
const withoutFeatures = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'LensOverlay'],
  ...['HttpsFirstBalancedModeAutoEnable', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
]

const builtPage = path.join(import.meta.dirname, '../../packages/console/dist/index.html')

/** Flags by which it runs without a screen, as root too, and asks nobody on the internet for anything. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // A microphone that beeps, given without asking.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--disable-features=${withoutFeatures.join(',')}`,
]

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags })
}

/**
 * The whole product and a real browser: a server with its simulator on an empty directory, and its owner signed in on the console.
 * A request that leaves this machine, an error in a page's log and what the Content-Security-Policy refuses fail `[Symbol.asyncDispose]`.
 */
export async function openConsole(
  options: { readonly environment?: Record<string, string>; readonly context?: BrowserContextOptions } = {},
): Promise<Console> {
  if (!existsSync(builtPage))
    throw new Error('The console is not built, so there is nothing to open: run “make console”, then the tests again.')
  const directory = temporaryDirectory()
  const [server, browser] = await Promise.all([
    serve(directory.path, { ADMIN_API_KEY: 'the operator', SWITCHBOARD_START_LINK: 'false', ...options.environment }),
    launchChromium(),
  ])
  const faults: string[] = []
  const newPage = async () => {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      ...options.context,
    })
    // As long as a busy machine may need; only what never comes fails.
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    watchForFailure(page)
    watch(context, page, server.url, faults)
    return page
  }
  const page = await newPage()
  await arrive(page, server, /(\/(?:welcome|sign-in\/link)\?token=\S+)/.exec(server.stdout())?.[1] ?? '', owner)
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await page.request.fetch(server.url + path, {
      method,
      headers: { origin: server.url },
      ...(body === undefined ? {} : { data: body }),
    })
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
    return (response.status() === 204 ? undefined : await response.json()) as T // what the contract says of the address
  }
  return {
    server,
    dataDirectory: directory.path,
    browser,
    context: page.context(),
    page,
    simulatorUrl: /Simulator +(http:\/\/[^\s/]+)\/simulator/.exec(server.stdout())?.[1] ?? '',
    api,
    join: async (role, name) => {
      const email = `${name.toLowerCase()}@example.com`
      const { url } = await api<{ url: string }>('POST', '/v1/invitations', { role, email })
      const theirs = await newPage()
      await arrive(theirs, server, url.slice(server.url.length), { name, email, password: owner.password })
      return theirs
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
      directory[Symbol.dispose]()
      expect(faults).toEqual([])
    },
  }
}

/** Follows the link and gives what it asks for, if it asks; ends on the console. */
async function arrive(
  page: Page,
  server: Running,
  path: string,
  person: typeof owner | Record<keyof typeof owner, string>,
) {
  await page.goto(server.url + path)
  if (!page.url().includes('/app/')) {
    await page.getByLabel('Your name').fill(person.name)
    // Of who was invited by address it stands there already.
    const email = page.getByLabel('E-mail')
    if (await email.isEditable()) await email.fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Join' }).click()
  }
  await page.waitForURL(/\/app\//)
  await page.getByRole('navigation').first().waitFor()
}

function watch(context: BrowserContext, page: Page, origin: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    // What the network refused is said by the page itself; what the policy refused is a defect.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`${page.url()}: ${message.text()}`)
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'blob:' && url.protocol !== 'data:')
      faults.push(`${page.url()} asked for ${request.url()}`)
  })
}

/** A colour on its way from one look to the other is neither's. What goes on for ever is not waited for. */
const untilSettled = `Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`

/**
 * Fails on any violation of WCAG 2.2 A and AA and axe's best practices, in light and in dark.
 * @param within a selector: only that part of the page, which is a test of its own
 */
export function expectAccessible(page: Page, within?: string): Promise<void> {
  return expectNoViolations(
    page,
    (theme) => page.evaluate(`document.documentElement.dataset.theme = '${theme}'`),
    within,
  )
}

/** The same of the server's own pages, which follow the system, having no script to know more. */
export function expectPlainPageAccessible(page: Page): Promise<void> {
  return expectNoViolations(page, (theme) => page.emulateMedia({ colorScheme: theme }))
}

async function expectNoViolations(
  page: Page,
  show: (theme: 'light' | 'dark') => Promise<unknown>,
  within?: string,
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await show(theme)
    await page.evaluate(untilSettled)
    // Within the page, instead of bringing the result to a page of its own: twice as quick. Only frames of other origins would be left out.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (within === undefined ? axe : axe.include(within)).analyze()
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      theme,
      nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`),
    }))
    expect(found, page.url()).toEqual([])
  }
}
