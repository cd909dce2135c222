/** Whether a Host header names this machine as itself: by a loopback address, or as localhost. */
export function isOurOwnHost(host: string | undefined): boolean {
  return isLoopback(host?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
}

export function isLoopback(name: string | undefined): boolean {
  return name === 'localhost' || name === '::1' || (name !== undefined && /^127(?:\.\d{1,3}){3}$/.test(name))
}
