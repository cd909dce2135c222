import type { App } from './app-type.ts'
import { answerProblem, Refusal } from './problem.ts'

/** Answers what no route takes: 405 with `Allow` where the address exists for another method, otherwise 404. */
export function answerUnknownAddresses(app: App): void {
  const methodsOf = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsOf.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const name of [method].flat()) known.methods.add(name)
    methodsOf.set(url, known)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = new Set(
      [...methodsOf.values()].flatMap((known) => (known.pattern.test(path) ? [...known.methods] : [])),
    )
    const allow = [...methods].join(', ')
    const refusal = allow
      ? new Refusal('method-not-allowed', { detail: `${path} takes ${allow}.`, headers: { allow } })
      : new Refusal('not-found', { detail: `Nothing is at ${path}. What is there: /docs.` })
    return answerProblem(refusal, request, reply)
  })
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[^\w-]/g, '\\$&')))
    .join('/')
  return new RegExp(`^${source}$`)
}
