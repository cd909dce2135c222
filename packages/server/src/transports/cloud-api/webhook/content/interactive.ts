import type { Content } from '@switchboard/contract'
import { cleanJson } from '../clean-json.ts'
import { isObject, type JsonObject, objectAt, wordAt } from '../json-fields.ts'

type Reply = Extract<Content, { type: 'interactive' }>

/** Replies to buttons, lists, flows, call permissions, addresses and payment methods; menus that the business itself sent. */
export function readInteractive(part: unknown): Content | string {
  if (!isObject(part)) return 'the interactive message is not an object'
  const kind = wordAt(part, 'type') ?? Object.keys(part).find((key) => choices.has(key) || key === 'nfm_reply')
  if (kind === undefined) return 'the interactive message has no "type"'
  const reply = Object.hasOwn(part, kind) ? part[kind] : undefined
  if (kind === 'nfm_reply') return isObject(reply) ? flowReply(reply) : 'the flow reply is not an object'
  const known = choices.get(kind)
  if (known === undefined) return menu(part)
  if (!isObject(reply)) return `the type is "${kind}" and there is no "${kind}" in the message`
  return choice(known, reply)
}

const choices: ReadonlyMap<string, Reply['kind']> = new Map<string, Reply['kind']>([
  ['button_reply', 'button_reply'],
  ['list_reply', 'list_reply'],
  ['call_permission_reply', 'call_permission_reply'],
  ['address', 'address'],
  ['payment_method', 'payment_method'],
])

function choice(kind: Reply['kind'], reply: JsonObject): Reply {
  return {
    type: 'interactive',
    kind,
    id: wordAt(reply, 'id'),
    title: wordAt(reply, 'title') ?? wordAt(reply, 'name'),
    description: wordAt(reply, 'description'),
    response: kind === 'button_reply' || kind === 'list_reply' ? undefined : reply,
  }
}

/** A flow's answer is JSON in a string; it may also be broken, something else than an object, or missing. */
function flowReply(reply: JsonObject): Reply {
  const answer = reply.response_json
  const kind = wordAt(reply, 'name') === 'address_message' ? 'address' : 'nfm_reply'
  const base = { type: 'interactive', kind, title: wordAt(reply, 'body') } as const
  if (typeof answer !== 'string') return { ...base, response: answer }
  const parsed = parse(answer)
  return parsed === undefined ? { ...base, responseText: answer } : { ...base, response: parsed }
}

function parse(text: string): unknown {
  try {
    return cleanJson(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** What the business sent, in an echo or a history: header, body and footer to read, the rest as it came. */
function menu(part: JsonObject): Reply {
  const texts = ['header', 'body', 'footer'].map((key) => wordAt(objectAt(part, key) ?? {}, 'text'))
  return {
    type: 'interactive',
    kind: 'other',
    title: texts[0] ?? texts[1],
    description:
      texts
        .slice(texts[0] === undefined ? 2 : 1)
        .filter((text) => text !== undefined)
        .join('\n') || undefined,
    response: part,
  }
}
