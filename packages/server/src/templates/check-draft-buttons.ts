import type { DraftProblem } from './check-draft-text.ts'
import { isObject, type JsonObject, lengthOf, listAt, wordAt } from './json-parts.ts'

const mostButtons = 10
/** Of one kind. */
const most: Readonly<Record<string, number>> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  OTP: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
}

/** The buttons of a draft: how many, their words, and what each kind needs. */
export function checkDraftButtons(buttons: readonly unknown[], category: string, path: string): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (buttons.length === 0) problems.push({ path, message: 'there are none; leave BUTTONS out' })
  if (buttons.length > mostButtons)
    problems.push({
      path: `${path}[${mostButtons}]`,
      message: `${buttons.length} buttons; ${mostButtons} are possible`,
    })
  const counts = new Map<string, number>()
  const types = buttons.map((button) => wordAt(button, 'type')?.toUpperCase() ?? '')
  for (const [index, button] of buttons.entries()) {
    const type = types[index] ?? ''
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    const limit = most[type]
    if (limit !== undefined && count === limit + 1)
      problems.push({ path: `${path}[${index}]`, message: `is ${type} number ${count}; ${limit} possible` })
    const at = `${path}[${index}]`
    problems.push(
      ...(isObject(button) ? checkButton(button, type, category, at) : [{ path: at, message: 'is no object' }]),
    )
  }
  const mixed = splitAt(types)
  if (mixed >= 0)
    problems.push({
      path: `${path}[${mixed}]`,
      message: 'quick replies stand together, before or after the other buttons',
    })
  return problems
}

/** Where quick replies begin a second time; -1: nowhere. */
function splitAt(types: readonly string[]): number {
  const first = types.indexOf('QUICK_REPLY')
  const end = types.findIndex((type, index) => index > first && type !== 'QUICK_REPLY')
  return first < 0 || end < 0 ? -1 : types.indexOf('QUICK_REPLY', end)
}

function checkButton(button: JsonObject, type: string, category: string, at: string): DraftProblem[] {
  const problems: DraftProblem[] = []
  const say = (key: string, message: string) => problems.push({ path: `${at}.${key}`, message })
  const text = wordAt(button, 'text') ?? ''
  const hasOwnText = type === 'OTP' || type === 'COPY_CODE'
  if (type === '') say('type', 'is missing')
  if (!hasOwnText && text.trim() === '') say('text', 'is empty')
  if (lengthOf(text) > 25) say('text', `has ${lengthOf(text)} characters; 25 are possible`)
  if (text.includes('{{')) say('text', 'takes no variables')
  if (type === 'OTP' && category !== 'AUTHENTICATION')
    say('type', 'OTP is for templates of the category AUTHENTICATION')
  if (type === 'URL') problems.push(...checkUrl(button, at))
  if (type === 'PHONE_NUMBER' && !/^\+?\d{3,20}$/.test(wordAt(button, 'phone_number') ?? ''))
    say('phone_number', 'is a number of 3 to 20 digits, with or without a plus')
  if (type === 'COPY_CODE' && ![wordAt(button, 'example'), listAt(button, 'example')[0]].some(Boolean))
    say('example', 'the review needs an example of the code')
  if (type === 'FLOW' && !['flow_id', 'flow_name', 'flow_json'].some((key) => wordAt(button, key)))
    say('flow_id', 'a flow is named by flow_id, flow_name or flow_json')
  return problems
}

function checkUrl(button: JsonObject, at: string): DraftProblem[] {
  const path = `${at}.url`
  const url = wordAt(button, 'url') ?? ''
  if (lengthOf(url) > 2_000) return [{ path, message: 'has more than 2,000 characters' }]
  const fixed = url.replace(/\{\{\s*1\s*\}\}$/, '')
  if (!URL.canParse(fixed.replace(/\{\{.*/s, '')) || !/^https?:\/\//i.test(fixed))
    return [{ path, message: 'is no address beginning with https:// or http://' }]
  if (fixed.includes('{{')) return [{ path, message: 'takes one variable, {{1}}, and only at its end' }]
  if (fixed === url || listAt(button, 'example').some((each) => typeof each === 'string' && each !== '')) return []
  return [{ path: `${at}.example[0]`, message: 'the review needs an example of the address' }]
}
