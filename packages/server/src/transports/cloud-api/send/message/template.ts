import type { OutboundContent } from '@switchboard/contract'
import type { Json } from './json.ts'

type Template = Extract<OutboundContent, { type: 'template' }>
type Parameters = NonNullable<Template['parameters']>
type Value = NonNullable<Parameters['header']>[number]

export function templateObject(content: Template): Json {
  const components = content.components ?? componentsOf(content.parameters)
  // Meta's description requires the policy, though deterministic has been the only one for years.
  const language = { policy: 'deterministic', code: content.language }
  return { name: content.name, language, ...(components.length > 0 && { components }) }
}

function componentsOf(parameters: Parameters | undefined): Json[] {
  const components: Json[] = []
  if (!parameters) return components
  const { header, body, buttons } = parameters
  if (header && header.length > 0) components.push({ type: 'header', parameters: header.map(parameterObject) })
  const inBody = Array.isArray(body) ? body.map(parameterObject) : Object.entries(body ?? {}).map(namedParameter)
  if (inBody.length > 0) components.push({ type: 'body', parameters: inBody })
  for (const { index, subType, parameters: ofButton } of buttons ?? []) {
    components.push({
      type: 'button',
      sub_type: subType.toLowerCase(),
      index: String(index),
      parameters: ofButton.map((value) => buttonParameter(subType.toLowerCase(), value)),
    })
  }
  return components
}

function parameterObject(value: Value): Json {
  return typeof value === 'string' ? { type: 'text', text: value } : value
}

function namedParameter([name, value]: [string, Value]): Json {
  return { ...parameterObject(value), parameter_name: name }
}

/** A text by itself is the payload of a quick reply, the code to copy, or the rest of an address. */
function buttonParameter(subType: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (subType === 'quick_reply') return { type: 'payload', payload: value }
  if (subType === 'copy_code') return { type: 'coupon_code', coupon_code: value }
  return { type: 'text', text: value }
}
