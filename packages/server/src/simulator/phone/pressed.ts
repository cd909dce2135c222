import type { Json } from '../graph-error.ts'
import { isObject, objectAt, objectsAt, textAt } from '../json-fields.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import { PhoneError } from './phone-error.ts'

/** What the business is told when a button of its message is pressed. */
export function pressButton(message: LoggedMessage, button: string | number): Json {
  if (message.type === 'template') return pressTemplateButton(message, button)
  const action = objectAt(message.content, 'action')
  const cards = objectsAt(action, 'cards').map((card) => objectAt(card, 'action'))
  const buttons = [action, ...cards].flatMap((each) => objectsAt(each, 'buttons')).map(replyOfButton)
  const pressed = buttons.find((each, index) => [index, textAt(each, 'id'), textAt(each, 'title')].includes(button))
  if (!pressed) throw noSuch('button', button)
  const { id, title } = pressed
  return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } }
}

/** The id and title of a button that replies; those of a carousel's cards are called otherwise. */
export function replyOfButton(button: Json): Json | undefined {
  return objectAt(button, 'reply') ?? objectAt(button, 'quick_reply')
}

function pressTemplateButton(message: LoggedMessage, button: string | number): Json {
  const parts = [message.rendered, ...objectsAt(message.rendered, 'cards')]
  const buttons = parts.flatMap((part) => objectsAt(part, 'buttons')).filter(({ type }) => type === 'QUICK_REPLY')
  const pressed =
    buttons.find(({ key }) => key === button) ??
    buttons.find((each) => [each['index'], each['payload'], each['text']].includes(button))
  if (!pressed) throw noSuch('button', button)
  const text = textAt(pressed, 'text')
  return { type: 'button', button: { text, payload: textAt(pressed, 'payload') ?? text } }
}

/** The same for a row of a list. */
export function chooseRow(message: LoggedMessage, row: string): Json {
  const sections = objectsAt(objectAt(message.content, 'action'), 'sections')
  const chosen = sections
    .flatMap((section) => objectsAt(section, 'rows'))
    .find((each) => isObject(each) && (each['id'] === row || each['title'] === row))
  if (!chosen) throw noSuch('row', row)
  const { id, title, description } = chosen
  const list_reply = { id, title, ...(description !== undefined && { description }) }
  return { type: 'interactive', interactive: { type: 'list_reply', list_reply } }
}

function noSuch(what: string, asked: string | number): PhoneError {
  return new PhoneError(`The message has no ${what} "${String(asked).slice(0, 100)}".`)
}
