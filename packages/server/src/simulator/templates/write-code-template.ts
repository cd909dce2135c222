import type { Json } from '../graph-error.ts'
import { isObject, objectsAt, textAt } from '../json-fields.ts'

/** What Meta itself writes into a template for one-time codes, in the template's language (here: English): its text, its footer, its button. */
export function writeCodeTemplate(components: readonly Json[]): Json[] {
  return components.map((component) => {
    switch (textAt(component, 'type')?.toUpperCase()) {
      case 'BODY':
        return textAt(component, 'text') === undefined ? { ...component, text: textOf(component) } : component
      case 'FOOTER':
        return { ...component, ...footerOf(component) }
      case 'BUTTONS':
        return { ...component, buttons: objectsAt(component, 'buttons').map(withWords) }
      default:
        return component
    }
  })
}

function textOf(body: Json): string {
  const warning = body['add_security_recommendation'] === true ? ' For your security, do not share this code.' : ''
  return `*{{1}}* is your verification code.${warning}`
}

function footerOf(footer: Json): Json {
  const minutes = footer['code_expiration_minutes']
  return typeof minutes === 'number' ? { text: `This code expires in ${minutes} minutes.` } : {}
}

function withWords(button: Json): Json {
  const words = textAt(button, 'otp_type')?.toUpperCase() === 'COPY_CODE' ? 'Copy code' : 'Autofill'
  return isObject(button) && textAt(button, 'text') === undefined ? { ...button, text: words } : button
}
