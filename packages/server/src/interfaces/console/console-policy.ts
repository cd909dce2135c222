/**
 * The console's Content-Security-Policy: scripts, workers, pictures and requests of this server only, nothing inline but style
 * elements with the nonce of this answer (libraries that hold back scrolling behind a dialog add one). `blob:` is what a person chose
 * to send and sees before it is uploaded.
 */
export function consolePolicy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
