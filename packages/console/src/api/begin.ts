/** Data that a route asks for while the page's code is on its way. The page asks again for what failed, and says so. */
export function begin(data: Promise<unknown>): void {
  data.catch(() => undefined)
}
