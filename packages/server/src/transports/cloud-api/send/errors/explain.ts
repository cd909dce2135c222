import type { ErrorExplanation } from '../../../error-explanation.ts'
import { accessErrors } from './access.ts'
import { limitErrors } from './limits.ts'
import { messageErrors } from './message.ts'
import { numberErrors } from './number.ts'
import { templateErrors } from './template.ts'

const explanations: ReadonlyMap<number, ErrorExplanation> = new Map([
  ...accessErrors,
  ...limitErrors,
  ...messageErrors,
  ...numberErrors,
  ...templateErrors,
])

/** The codes that have a sentence of their own. */
export const knownErrorCodes: readonly number[] = [...explanations.keys()]

/**
 * What one of Meta's codes means; undefined for one that we don't know.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export function explainError(code: number | string): ErrorExplanation | undefined {
  const number = Number(code)
  // 200 to 299 are all permissions of the Graph API.
  return explanations.get(number) ?? (number > 200 && number < 300 ? explanations.get(200) : undefined)
}
