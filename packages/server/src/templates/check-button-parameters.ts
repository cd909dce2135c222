import type { Given, GivenButton } from './given-parameters.ts'
import { isObject } from './json-parts.ts'
import type { ParameterProblem } from './parameter-problem.ts'
import type { ButtonShape } from './template-shape.ts'

interface Need {
  /** How a sender names such a button. */
  readonly subTypes: readonly string[]
  readonly wants: 'one' | 'at-most-one' | 'none'
  /** What its value is called. */
  readonly what: string
}

/** undefined: a kind that we don't know, about which only the provider can say. */
function needOf(button: ButtonShape): Need | undefined {
  const changes = (button.url?.variables.length ?? 0) > 0
  switch (button.type) {
    case 'URL':
      return { subTypes: ['url'], wants: changes ? 'one' : 'none', what: 'the end of its address' }
    case 'OTP':
      return { subTypes: ['url', 'copy_code', 'otp'], wants: 'one', what: 'the code' }
    case 'COPY_CODE':
      return { subTypes: ['copy_code'], wants: 'one', what: 'the code to copy' }
    case 'QUICK_REPLY':
      return { subTypes: ['quick_reply'], wants: 'at-most-one', what: 'its payload' }
    case 'PHONE_NUMBER':
      return { subTypes: ['phone_number', 'voice_call'], wants: 'none', what: '' }
    case 'MPM':
      return { subTypes: ['mpm'], wants: 'one', what: 'its products' }
    case 'FLOW':
    case 'CATALOG':
      return { subTypes: [button.type.toLowerCase()], wants: 'at-most-one', what: 'its action' }
    default:
      return undefined
  }
}

/** What is given for the template's buttons: each exactly what it needs, by its place. */
export function checkButtons(
  shapes: readonly ButtonShape[],
  { buttons: given, buttonsPath }: Pick<Given, 'buttons' | 'buttonsPath'>,
): ParameterProblem[] {
  const problems: ParameterProblem[] = []
  for (const { index, path } of given)
    if (!shapes[index])
      problems.push({
        kind: 'too-many',
        path,
        message: `there is no button ${index}; the template has ${shapes.length}, from 0`,
      })
  for (const [index, shape] of shapes.entries()) {
    const [first, second] = given.filter((button) => button.index === index)
    if (second) problems.push({ kind: 'too-many', path: second.path, message: `button ${index} is given twice` })
    problems.push(...checkButton(shape, index, first, buttonsPath))
  }
  return problems
}

function checkButton(
  shape: ButtonShape,
  index: number,
  given: GivenButton | undefined,
  missingAt: string,
): ParameterProblem[] {
  const need = needOf(shape)
  if (!need) return []
  const name = `button ${index} "${shape.text}"`
  const noValue = (path: string): ParameterProblem => ({ kind: 'missing', path, message: `${name} needs ${need.what}` })
  if (!given) return need.wants === 'one' ? [noValue(missingAt)] : []
  const { path, subType, values } = given
  if (!need.subTypes.includes(subType))
    return [
      {
        kind: 'wrong',
        path,
        message: `${name} is a ${need.subTypes[0]} button, not ${subType || 'one without a kind'}`,
      },
    ]
  const most = need.wants === 'none' ? 0 : 1
  const tooMany = values.slice(most).map(({ path: at }): ParameterProblem => {
    return { kind: 'too-many', path: at, message: most === 0 ? `${name} takes no value` : `${name} takes one value` }
  })
  const [value] = values
  if (!value) return need.wants === 'one' ? [noValue(`${path}[0]`)] : []
  const isEmpty = most === 1 && !value.text?.trim() && !isObject(value.value['action'])
  return isEmpty ? [noValue(value.path), ...tooMany] : tooMany
}
