import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { attempt } from '../attempt.ts'
import { answerPage } from '../edge/page-policy.ts'
import { consolePolicy } from './console-policy.ts'

const hidden = { schema: { hide: true } } as const
const Path = z.object({ '*': z.string() })
const dayMilliseconds = 24 * 3_600_000
const yearMilliseconds = 365 * dayMilliseconds
/** The page is given out without where the log stands when the database takes longer. */
const patienceMilliseconds = 1_000

export interface ConsoleOptions {
  /** Of the files that the build made. */
  readonly directory: string
  /**
   * Where the log of events stands, for whoever is signed in: the page's live line begins there, so that nothing is lost between what
   * the page loads and the line. Undefined where it is not known, and for everybody else.
   */
  readonly eventsAfter?: (request: FastifyRequest) => Promise<number | undefined>
}

/**
 * `/app/…`: the console, files that the build made (packages/console). Every address that is no file is the one page, which reads
 * where it is from its own address. The files hold nothing of anybody: what the page shows it asks for as whoever is signed in.
 */
export async function registerConsole(app: App, { directory, eventsAfter }: ConsoleOptions): Promise<void> {
  const files = await filesIn(directory)
  const pages = await readPages(directory, files)
  const shell = pages.get('index')
  await app.register(async (plugin) => {
    const scope = plugin as unknown as App // the same, one level in
    if (shell !== undefined)
      await scope.register(fastifyStatic, { root: directory, serve: false, index: false, preCompressed: true })
    scope.get('/app', hidden, (_request, reply) => reply.redirect('/app/'))
    scope.get('/app/*', { schema: { hide: true, params: Path } }, async (request, reply) => {
      const name = request.params['*']
      if (shell === undefined) return answerUnbuilt(reply)
      if (files.has(name) && !name.endsWith('.html')) return answerFile(reply, name)
      if (name.startsWith('assets/'))
        throw new Refusal('not-found', {
          detail: `There is no ${name} in this version of the console. Load the page again.`,
        })
      // `/app/` itself leads to the inbox.
      const page = pages.get(name.split('/')[0] || 'inbox') ?? shell
      return answerShell(reply, page, eventsAfter && (await attempt(eventsAfter(request), patienceMilliseconds)))
    })
  })
}

/** Names relative to the directory, with `/`; compressed copies are found beside the file. Nothing where there is no directory. */
async function filesIn(directory: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  return new Set(names.filter((name) => !name.startsWith('.')))
}

/** The one page, `index`, and for areas that have it, by name, the same page with what that area begins with. */
async function readPages(directory: string, files: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const names = [...files].filter((name) => /^[^/]+\.html$/.test(name))
  const texts = await Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8')))
  return new Map(names.map((name, index) => [path.basename(name, '.html'), texts[index] ?? '']))
}

/** What has its content's hash in its name never changes; the rest are pictures. */
function answerFile(reply: FastifyReply, name: string): FastifyReply {
  const isHashed = name.startsWith('assets/')
  // A worker's script brings a policy of its own: without this it might ask for nothing.
  return reply
    .header('content-security-policy', consolePolicy())
    .header('cross-origin-embedder-policy', 'require-corp')
    .removeHeader('cache-control')
    .sendFile(name, isHashed ? { immutable: true, maxAge: yearMilliseconds } : { maxAge: dayMilliseconds })
}

function answerShell(reply: FastifyReply, shell: string, eventsAfter: number | null | undefined): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .header('content-security-policy', consolePolicy(nonce))
    .header('cross-origin-embedder-policy', 'require-corp')
    .header('referrer-policy', 'same-origin')
    .header('permissions-policy', 'camera=(), geolocation=(), microphone=(self), payment=()')
    .type('text/html; charset=utf-8')
    .send(shell.replace('{{nonce}}', nonce).replace('{{events-after}}', String(eventsAfter ?? '')))
}

function answerUnbuilt(reply: FastifyReply): FastifyReply {
  const html =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Console · Switchboard</title><h1>The console is not built</h1>' +
    '<p>“make start” builds it. By hand: “make console”, then start the server again.</p></html>'
  return answerPage(reply.code(503), { html })
}
