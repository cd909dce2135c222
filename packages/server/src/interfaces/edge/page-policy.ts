import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

export interface Page {
  readonly html: string
  /**
   * Where its forms may end, beside here, as absolute addresses: browsers hold `form-action` also against the redirect that
   * answers a form, so a consent page names the client's redirect address. Of a custom scheme the scheme is allowed.
   */
  readonly formTargets?: readonly string[]
  /** Script files of this server, and what they ask of it. Never anything inline. */
  readonly scripts?: boolean
}

/**
 * Answers a page of our own: no scripts but files of ours where it needs them, no frames, styles only those in the page (by their hashes), forms only to here and
 * to what is named.
 */
export function answerPage(reply: FastifyReply, page: Page): FastifyReply {
  return (
    reply
      .header('content-security-policy', pagePolicy(page))
      .header('cross-origin-embedder-policy', 'require-corp')
      // With no-referrer browsers send forms with `Origin: null`, and we could not tell our own pages' forms from others'.
      .header('referrer-policy', 'same-origin')
      .header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()')
      .type('text/html; charset=utf-8')
      .send(page.html)
  )
}

/** The Content-Security-Policy of such a page. */
export function pagePolicy({ html, formTargets = [], scripts = false }: Page): string {
  const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => hashOf(text))
  return [
    "default-src 'none'",
    `style-src ${styles.length > 0 ? [...new Set(styles)].join(' ') : "'none'"}`,
    ...(scripts ? ["script-src 'self'", "connect-src 'self'"] : []),
    "img-src 'self' data:",
    `form-action ${["'self'", ...new Set(formTargets.flatMap(sourceOf))].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** As a CSP source. What is no address, or would be read as more than one source, allows nothing. */
function sourceOf(target: string): string[] {
  const url = URL.parse(target)
  if (!url) return []
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return [url.protocol]
  return /^[\w.:[\]-]+$/.test(url.host) ? [url.origin] : []
}
