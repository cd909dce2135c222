import { consolePath } from './console-path.ts'

/** Only a path of this server: a link to here must not lead elsewhere. */
export function safeTarget(to: string): string {
  const url = URL.parse(to, 'http://here.invalid')
  return url?.origin === 'http://here.invalid' && to.startsWith('/') ? url.pathname + url.search : consolePath
}
