declare global {
  /** By address: what public/early.js asked for before this code was here. */
  var switchboardEarly: Map<string, Promise<Response>> | undefined
}

/** The answer that was asked for before the page's code ran, once. */
export function takeEarly(address: string): Promise<Response> | undefined {
  const answer = globalThis.switchboardEarly?.get(address)
  globalThis.switchboardEarly?.delete(address)
  return answer
}
