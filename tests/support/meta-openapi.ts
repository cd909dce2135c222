import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

/**
 * Meta's own description of the Cloud API, where it lies beside the checkout. What we send and what the simulator answers is
 * held against it: it is the one part of these tests that we did not write.
 */
const file = path.join(import.meta.dirname, '../../../shared/meta/business-messaging-api_v23.0.yaml')

/** `describe.skipIf(!hasMetaDescription)` */
export const hasMetaDescription = existsSync(file)

export interface MetaDescription {
  /** What is wrong with a JSON body for `POST /{Version}/{Phone-Number-ID}/messages` and the like; [] when nothing is. */
  requestProblems(method: Method, template: string, body: unknown): string[]
  /** The same for an answer; a status that the description does not have for it is a problem too. */
  answerProblems(method: Method, template: string, status: number, body: unknown): string[]
  webhookProblems(body: unknown): string[]
}

type Method = 'get' | 'post' | 'delete'
type Node = Readonly<Record<string, unknown>>

/** Reads and prepares it (some seconds). @throws when it is not there: look at `hasMetaDescription` first */
export function readMetaDescription(): MetaDescription {
  const document = parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }) as Node // an OpenAPI document is an object
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, discriminator: false })
  ajv.addSchema({ $id: 'meta', components: { ...at(document, ['components']), schemas: schemasOf(document) } }, 'meta')
  const compiled = new Map<string, ValidateFunction>()
  const check = (name: string, schema: unknown, body: unknown): string[] => {
    let validate = compiled.get(name)
    if (!validate) {
      validate = ajv.compile(absolute(repaired(schema)) as Node) // schemas of the description are objects
      compiled.set(name, validate)
    }
    if (validate(body)) return []
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${name} ${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`.trim(),
    )
  }
  const operation = (method: Method, template: string): Node => {
    const found = at(document, ['paths', template, method])
    if (!found) throw new Error(`Meta's description has no ${method} ${template}`)
    return found
  }
  return {
    requestProblems(method, template, body) {
      const content = at(operation(method, template), ['requestBody', 'content', 'application/json', 'schema'])
      return check(`${method} ${template}`, content, body)
    },
    answerProblems(method, template, status, body) {
      const responses = at(operation(method, template), ['responses'])
      const response = deref(document, responses?.[String(status)])
      // Few operations describe their errors; all of them have one envelope.
      const schema =
        at(response, ['content', 'application/json', 'schema']) ??
        (status >= 400 ? { $ref: '#/components/schemas/GraphAPIError' } : undefined)
      if (!schema) return [`${method} ${template} is not described to answer ${status}`]
      return check(`${method} ${template} ${status}`, schema, body)
    },
    webhookProblems: (body) => check('webhook', { $ref: '#/components/schemas/WebhookPayload' }, body),
  }
}

function at(node: unknown, keys: readonly string[]): Node | undefined {
  let value = node
  for (const key of keys) value = isNode(value) ? value[key] : undefined
  return isNode(value) ? value : undefined
}

function deref(document: Node, node: unknown): Node | undefined {
  if (!isNode(node)) return undefined
  const ref = node['$ref']
  return typeof ref === 'string' ? at(document, ref.slice(2).split('/')) : node
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The description was put together of several; what had a name already was renamed (TextMessage of webhooks is TextMessage_2),
 * and the references were not. Those of the webhooks' part are led to its own schemas.
 */
function schemasOf(document: Node): Node {
  const schemas = at(document, ['components', 'schemas']) ?? {}
  const names = Object.keys(schemas)
  const ofWebhooks = names.slice(names.indexOf('WebhookPayload'))
  const renamed = new Map(ofWebhooks.map((name) => [name.replace(/_\d+$/, ''), name]))
  const led = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(led)
    if (!isNode(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        const name = key === '$ref' && typeof each === 'string' ? each.split('/').at(-1) : undefined
        const better = name === undefined ? undefined : renamed.get(name)
        return [key, better === undefined ? led(each) : `#/components/schemas/${better}`]
      }),
    )
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, repaired(ofWebhooks.includes(name) ? led(schema) : schema)]),
  )
}

/**
 * The description says `additionalProperties: false` in parts of an `allOf`, which by JSON Schema forbids what the other parts
 * require. What is meant is said: the parts together are closed.
 */
function repaired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repaired)
  if (!isNode(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(value)) copy[key] = repaired(each)
  const parts = copy['allOf']
  if (!Array.isArray(parts) || !parts.some((part) => isNode(part) && part['additionalProperties'] === false))
    return copy
  copy['allOf'] = parts.map((part: unknown) => {
    if (!isNode(part)) return part
    const { additionalProperties: _, ...open } = part
    return open
  })
  return { ...copy, unevaluatedProperties: false }
}

/** References within the document, as seen from outside of it. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute)
  if (!isNode(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === '$ref' && typeof each === 'string' && each.startsWith('#/')
        ? [key, `meta${each}`]
        : [key, absolute(each)],
    ),
  )
}
