import { consolePath } from './console-path.ts'

/** Only a path of this server: a link to here must not lead elsewhere, also not by what dots and backslashes become (`/.//elsewhere`). */
export function safeTarget(to: string): string {
  const url = URL.parse(to, 'http://here.invalid')
  if (url?.origin !== 'http://here.invalid' || !to.startsWith('/') || url.pathname.startsWith('//')) return consolePath
  return url.pathname + url.search
}
