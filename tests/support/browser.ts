/** A password that the rules take. */
export const passphrase = 'correct horse battery'

/** Keeps its cookies, and names the page that it is on, as browsers do. */
export class Browser {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  /** @param url where the server listens */
  constructor(url: string) {
    this.#url = url
  }

  /** What it sends along. */
  cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const isForm = body instanceof URLSearchParams
    const response = await fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.cookies(),
        ...(method === 'GET' ? {} : { origin: this.#url }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      this.#cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      text,
      json: (isJson ? JSON.parse(text) : {}) as Record<string, unknown>, // every answer is an object
      location: response.headers.get('location'),
      headers: response.headers,
    }
  }

  form(path: string, fields: Record<string, string>, more?: Record<string, string>) {
    return this.ask('POST', path, new URLSearchParams(fields), more)
  }

  join(path: string, fields: { name: string; email: string; password: string }) {
    return this.form('/welcome', { token: path.split('token=')[1] ?? '', ...fields })
  }

  signIn(email: string, password = passphrase) {
    return this.form('/sign-in', { email, password })
  }
}
