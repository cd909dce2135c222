import { type OutboundContent, TemplateFile } from '@switchboard/contract'
import type { ResolvedContent, ResolvedFile } from '../../../transport.ts'
import { given, type Json } from './json.ts'
import { mediaObject } from './media-object.ts'

type Template = Extract<OutboundContent, { type: 'template' }>
type Parameters = NonNullable<Template['parameters']>
type Value = NonNullable<Parameters['header']>[number]

export function templateObject(content: Template, resolved: ResolvedContent['resolved']): Json {
  const { parameters } = content
  const components = content.components ?? [
    ...componentsOf(parameters, resolved),
    ...carouselOf(parameters?.cards, resolved?.cards ?? []),
  ]
  // Meta's description requires the policy, though deterministic has been the only one for years.
  const language = { policy: 'deterministic', code: content.language }
  return { name: content.name, language, ...(components.length > 0 && { components }) }
}

function carouselOf(cards: Parameters['cards'] = [], files: readonly (ResolvedFile | null)[]): Json[] {
  if (cards.length === 0) return []
  const filled = cards.map((card, index) => ({
    card_index: index,
    components: componentsOf(card, files[index] ?? undefined),
  }))
  return [{ type: 'carousel', cards: filled }]
}

function componentsOf(parameters: Parameters | undefined, resolved: ResolvedFile | undefined): Json[] {
  const components: Json[] = []
  if (!parameters) return components
  const { header, body, buttons } = parameters
  if (header && header.length > 0)
    components.push({ type: 'header', parameters: header.map((value) => headerParameter(value, resolved)) })
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

function headerParameter(value: Value, resolved: ResolvedFile | undefined): Json {
  const file = TemplateFile.safeParse(value).data
  if (!file) return parameterObject(value)
  const { type, media, filename } = file
  return {
    type,
    [type]: given({ ...mediaObject(media, resolved), filename: type === 'document' ? filename : undefined }),
  }
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
