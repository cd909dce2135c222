import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { messageBody } from '../packages/server/src/transports/cloud-api/send/message/message-body.ts'
import { outboundSamples } from '../packages/server/src/transports/outbound-samples.case.ts'

/** Meta's published OpenAPI description, beside the checkout on some machines; nothing of it is in the repository. */
const description = path.join(import.meta.dirname, '../../shared/meta/business-messaging-api_v23.0.yaml')

type Schema = Record<string, unknown>

/** What the published description cannot mean, each with the reason. Everything else of it is held to the letter. */
const corrections = {
  /** `allOf` of a base and a part that forbids every property of the base: no body at all would do. */
  forbidsItsOwnBase: 'additionalProperties: false inside allOf becomes unevaluatedProperties: false around it',
  /** `^[2-6, 11-14]$` is one character of "2-6, 14" and refuses its own example '0'. */
  brokenPattern: "the pattern of a button's index is left out",
}

/** What we send that the description does not know, each with where it is documented. */
const additions = {
  /** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages */
  biz_opaque_callback_data: 'comes back in every receipt, but is not in the description: taken off before comparing',
  recipient: 'business-scoped user ids are of 2026, the description is of v23.0: only messages to phones are compared',
  cta_url: 'later than the list of interactive types, so only its parts around the type are compared',
}

const to = { phone: '+447700900123' }

describe.runIf(existsSync(description))("what we send is what Meta's description says", () => {
  let validate: ValidateFunction
  let readMark: ValidateFunction
  beforeAll(() => {
    const document: { components: { schemas: Schema } } = parse(readFileSync(description, 'utf8'))
    const schemas = corrected(document.components.schemas)
    const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true })
    ajv.addSchema({ $id: 'meta', components: { schemas } })
    validate = ajv.compile({ $ref: 'meta#/components/schemas/Message' })
    readMark = ajv.compile({ $ref: 'meta#/components/schemas/MarkMessageRequestPayload' })
    console.info('Corrections:', corrections, 'Additions:', additions)
  })

  const samples = Object.entries(outboundSamples).flatMap(([type, contents]) =>
    contents.map((content, index) => [`${type} ${index + 1}`, content] as const),
  )
  test.each(samples)('%s', (_name, content) => {
    const { biz_opaque_callback_data, ...body } = messageBody({
      to,
      content,
      callbackData: 'sb:1',
      quotedWamid: 'wamid.q',
    })
    expect(biz_opaque_callback_data).toBe('sb:1')
    if (content.type === 'cta_url') {
      const { header, body: text, footer } = Object(body.interactive)
      const action = { buttons: [{ type: 'reply', reply: { id: 'x', title: 'x' } }] }
      validate({ ...body, interactive: { type: 'button', header, body: text, footer, action } })
    } else validate(body)
    expect(validate.errors).toBeNull()
  })

  test("a file in a template's header", () => {
    const media = { mediaId: '0199aa00-0000-7000-8000-000000000001' }
    const { biz_opaque_callback_data: _, ...body } = messageBody({
      to,
      content: {
        type: 'template',
        name: 'your_order',
        language: 'de',
        parameters: { header: [{ type: 'document', media, filename: 'order.pdf' }], body: ['Robin'] },
        resolved: { providerMediaId: '4490709327384033' },
      },
      callbackData: 'sb:1',
    })
    expect(JSON.stringify(body)).toContain('"document":{"id":"4490709327384033","filename":"order.pdf"}')
    validate(body)
    expect(validate.errors).toBeNull()
  })

  test('a body that is wrong is found out', () => {
    const base = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '447700900123', type: 'text' }
    expect(validate({ ...base, text: { body: 'x' } })).toBe(true)
    expect(validate({ ...base, text: { body: 1 } })).toBe(false)
    expect(validate({ ...base, text: { body: 'x', previewUrl: true } })).toBe(false)
    expect(validate({ ...base, text: { body: 'x' }, unknown: 1 })).toBe(false)
    const { to: _, ...nobody } = base
    expect(validate({ ...nobody, text: { body: 'x' } })).toBe(false)
  })

  test('a read mark', () => {
    expect(readMark({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' })).toBe(true)
  })
})

function corrected(schemas: Schema): Schema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const schema: Schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]))
    if (schema.pattern === '^[2-6, 11-14]$') delete schema.pattern
    delete schema.discriminator
    const { allOf } = schema
    if (!Array.isArray(allOf)) return schema
    const closed = allOf.some((part: Schema) => part.additionalProperties === false)
    const parts = allOf.map(({ additionalProperties: _, ...part }: Schema) => part)
    return { ...schema, allOf: parts, ...(closed && { unevaluatedProperties: false }) }
  }
  return walk(absolute(schemas)) as Schema // an object in, an object out
}

/** References of the document, to the document by its name here. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string' ? [key, `meta${inner}`] : [key, absolute(inner)],
    ),
  )
}
