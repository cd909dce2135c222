import type { DraftProblem } from './check-draft-text.ts'
import { isObject, type JsonObject, lengthOf, listAt, wordAt } from './json-parts.ts'

/**
 * What a template for a one-time code may have. The provider writes its text and its footer; the sender chooses the button, whether a warning
 * stands there, and for how long the code is good.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates
 */
export function checkDraftCode(components: readonly unknown[]): DraftProblem[] {
  const problems: DraftProblem[] = []
  let codes = 0
  for (const [index, component] of components.entries()) {
    const at = `components[${index}]`
    const type = wordAt(component, 'type')?.toUpperCase()
    if (type === 'HEADER' || type === 'CAROUSEL' || type === 'LIMITED_TIME_OFFER')
      problems.push({ path: at, message: `a template for one-time codes has no ${type}` })
    if (type === 'FOOTER' && isObject(component)) problems.push(...checkExpiry(component, at))
    if (type !== 'BUTTONS') continue
    for (const [place, button] of listAt(component, 'buttons').entries()) {
      const ofButton = `${at}.buttons[${place}]`
      if (isObject(button) && wordAt(button, 'type')?.toUpperCase() === 'OTP') {
        codes += 1
        problems.push(...checkCodeButton(button, ofButton))
      } else problems.push({ path: `${ofButton}.type`, message: 'is OTP, the only button of a one-time code' })
    }
  }
  if (codes === 0) problems.push({ path: 'components', message: 'there is no BUTTONS with an OTP button' })
  return problems
}

function checkExpiry(footer: JsonObject, at: string): DraftProblem[] {
  const minutes = footer['code_expiration_minutes']
  const isFine = typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 1 && minutes <= 90
  if (minutes === undefined || isFine) return []
  return [{ path: `${at}.code_expiration_minutes`, message: 'is a whole number of minutes from 1 to 90' }]
}

function checkCodeButton(button: JsonObject, at: string): DraftProblem[] {
  const kind = wordAt(button, 'otp_type')?.toUpperCase() ?? ''
  if (!['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'].includes(kind))
    return [{ path: `${at}.otp_type`, message: 'is COPY_CODE, ONE_TAP or ZERO_TAP' }]
  const problems: DraftProblem[] = []
  if (lengthOf(wordAt(button, 'autofill_text') ?? '') > 25)
    problems.push({ path: `${at}.autofill_text`, message: 'has more than 25 characters' })
  if (kind === 'ZERO_TAP' && button['zero_tap_terms_accepted'] !== true)
    problems.push({ path: `${at}.zero_tap_terms_accepted`, message: 'has to be true: WhatsApp has terms for it' })
  return kind === 'COPY_CODE' ? problems : [...problems, ...checkApps(listAt(button, 'supported_apps'), at)]
}

/** The code goes to an app by itself: WhatsApp wants to know which. */
function checkApps(apps: readonly unknown[], at: string): DraftProblem[] {
  const path = `${at}.supported_apps`
  if (apps.length < 1 || apps.length > 5)
    return [
      { path, message: `names ${apps.length} apps; 1 to 5 are possible, each with package_name and signature_hash` },
    ]
  return apps.flatMap((app, index) => {
    const problems: DraftProblem[] = []
    if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/.test(wordAt(app, 'package_name') ?? ''))
      problems.push({
        path: `${path}[${index}].package_name`,
        message: 'is the name of an Android app, like com.example.shop',
      })
    if (!/^[A-Za-z0-9+/=]{11}$/.test(wordAt(app, 'signature_hash') ?? ''))
      problems.push({ path: `${path}[${index}].signature_hash`, message: 'has 11 letters, digits, + / or =' })
    return problems
  })
}
