import type { Json } from '../graph-error.ts'
import { textAt } from '../json-fields.ts'
import type { TemplateComponent, TemplateContent } from '../messages/content-schemas.ts'
import { componentsOfCard, fill, filledCards } from './check-parameters.ts'
import { buttonsOf, cardsOf, componentOf, type Template } from './template.ts'

/** What the customer sees. Buttons of cards have a `key`, because cards are alike in what their buttons say. */
export function renderTemplate(template: Template, { components = [] }: TemplateContent): Json {
  const filled = filledCards(components)
  const cards = cardsOf(template).map((card, index) => {
    const part = renderPart(card, componentsOfCard(filled, index))
    return {
      ...part,
      buttons: part.buttons.map((button) => ({ ...button, key: `card ${index} button ${button.index}` })),
    }
  })
  return { ...renderPart(template, components), ...(cards.length > 0 && { cards }) }
}

function renderPart(template: Template, given: readonly TemplateComponent[]) {
  const parametersOf = (type: string) => given.find((component) => component.type === type)?.parameters ?? []
  const header = componentOf(template, 'HEADER')
  const footer = textAt(componentOf(template, 'FOOTER'), 'text')
  const [headerMedia] = parametersOf('header')
  return {
    ...(header && {
      header:
        textAt(header, 'text') === undefined ? headerMedia : fill(textAt(header, 'text') ?? '', parametersOf('header')),
    }),
    body: fill(textAt(componentOf(template, 'BODY'), 'text') ?? '', parametersOf('body')),
    ...(footer !== undefined && { footer }),
    buttons: buttonsOf(template).map(({ type, text, value }, index) => {
      const [parameter] = given.find((each) => each.type === 'button' && each.index === index)?.parameters ?? []
      const payload = textAt(parameter, 'payload')
      const leadsTo = fill(value, parameter ? [parameter] : [])
      return {
        ...{ index, type, text },
        ...(payload !== undefined && { payload }),
        ...(leadsTo !== '' && { value: leadsTo }),
      }
    }),
  }
}
