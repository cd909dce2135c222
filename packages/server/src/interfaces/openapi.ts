import fastifySwagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from '@fastify/type-provider-zod'
import { problems, type Scope } from '@switchboard/contract'
import type { RouteOptions } from 'fastify'
import { isOpen, scopesOf } from '../access/permissions.ts'
import type { App } from './app-type.ts'
import { answerPage } from './edge/page-policy.ts'
import { describeWebhooks } from './openapi-webhooks.ts'
import { problemMediaType } from './problem.ts'

/**
 * OpenAPI 3.1 at /openapi.json, made from the schemas that validate; the same to read and try at /docs (its assets are served
 * from here, so it works offline); every refusal's meaning at /docs/problems.
 */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Switchboard',
        version,
        description: 'WhatsApp messages and calls, kept for good. Errors are RFC 9457 problem documents.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'An API key, sb_live_…' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
          adminApiKey: { type: 'apiKey', in: 'header', name: 'X-Admin-Api-Key' },
        },
      },
    },
    transform: describeRoute,
    transformObject: describeDocument,
  })
  await app.register(async (scope) => {
    await scope.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      staticCSP: docsPolicy,
      theme: { title: 'Switchboard API' },
      uiConfig: {
        persistAuthorization: true,
        // Its default sends the document's address to a server on the internet.
        validatorUrl: null,
      },
    })
    // A person who comes with a browser wants the console, a program what it can ask.
    scope.get('/', { schema: { hide: true } }, (request, reply) =>
      reply.redirect(request.headers.accept?.includes('text/html') ? '/app/' : '/docs'),
    )
    scope.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
    scope.get('/docs/problems', { schema: { hide: true } }, (_request, reply) =>
      answerPage(reply, { html: problemPage }),
    )
  })
}

/** The route's own schema, plus what follows from its declaration: who may call it and how it refuses. */
const describeRoute: SwaggerTransform = (input) => {
  const { schema, url } = jsonSchemaTransform(input)
  if (!schema || schema.hide) return { schema: schema ?? { hide: true }, url }
  const { permission } = input.route.config ?? {}
  const isPublic = permission === undefined || isOpen(permission)
  const needs = isPublic ? 'Public.' : neededWords(scopesOf(permission))
  const described = schema as { description?: string; operationId?: string; response?: object }
  return {
    url,
    schema: {
      ...schema,
      operationId: described.operationId ?? operationIdOf(input.route),
      description: described.description ? `${described.description}\n\n${needs}` : needs,
      security: isPublic ? [] : [{ bearer: [] }, { apiKey: [] }, { adminApiKey: [] }],
      response: { ...described.response, default: refused },
    },
  }
}

function neededWords(scopes: readonly Scope[]): string {
  if (scopes.length === 0) return 'Any valid credential.'
  return `${scopes.length === 1 ? 'Scope' : 'Scopes'}: ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`
}

/** Every schema comes in two forms, as asked and as answered; the form that nothing refers to is left out. */
const describeDocument: SwaggerTransformObject = (input) => {
  const document = jsonSchemaTransformObject(input)
  // OpenAPI 3.1 is what is asked for above, so there are components and no Swagger 2 definitions.
  const { components, paths } = document as { components: { schemas: Record<string, unknown> }; paths: object }
  const used = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      follow(components.schemas[name] ?? {})
    }
  }
  for (const operation of Object.values(paths).flatMap((path: object) => Object.values(path))) freeBody(operation)
  const webhooks = describeWebhooks()
  follow([paths, webhooks])
  const schemas = Object.fromEntries(Object.entries(components.schemas).filter(([name]) => used.has(name)))
  return { ...document, webhooks, components: { ...components, schemas } } as typeof document // the same, with fewer schemas
}

/** The plugin says of every body that it is required. One that may be null may be left out. */
function freeBody({ requestBody }: { readonly requestBody?: RequestBody }): void {
  const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
  if (requestBody && schemas.some((schema) => schema?.anyOf?.some(({ type }) => type === 'null')))
    requestBody.required = false
}

interface RequestBody {
  required?: boolean
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly anyOf?: readonly { type?: string }[] } }>>
}

const refused = {
  description: 'Refused: a problem document',
  content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** `GET /v1/messages/:id` → `getMessagesById`. */
function operationIdOf({ method, url }: RouteOptions): string {
  const words = url
    .replace(/^\/v1\//, '/')
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part))
    .join('-')
  return `${String(method).toLowerCase()}-${words}`.replace(/[^a-zA-Z0-9]+(.)?/g, (_, next = '') => next.toUpperCase())
}

/**
 * The page's scripts and styles are files of this server; its script sets styles of elements, and shows pictures that are data.
 */
const docsPolicy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
  ...["connect-src 'self'", "font-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ')

const problemPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>
<style>body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}dt{font-weight:600;margin-top:1rem}</style>
<h1>Problems</h1><p>Every refusal is <code>${problemMediaType}</code>. Switch on <code>code</code>; texts may change.</p><dl>
${Object.entries(problems)
  .map(([code, { status, title }]) => `<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${title}</dd>`)
  .join('\n')}</dl></html>`
