import type { RenderedTemplate, RenderTemplate, Template } from '@switchboard/contract'
import { OutboundTemplate } from '@switchboard/contract'
import { fillVariables } from '../liquid/fill-variables.ts'
import { Refusal } from '../refusal.ts'
import { checkParameters } from './check-parameters.ts'
import { givenParameters } from './given-parameters.ts'
import { showTemplate } from './show-template.ts'
import { templateShape } from './template-shape.ts'

/**
 * A template with values in its places, and what the customer will see. Texts among the values are Liquid.
 *
 * @throws {Refusal} template-variable-missing, template-liquid-invalid, template-parameters-…; each problem with its place
 */
export function fillTemplate(
  template: Pick<Template, 'name' | 'language' | 'components' | 'parameterFormat'>,
  { parameters, components, variables }: RenderTemplate,
): RenderedTemplate {
  const { name, language, parameterFormat } = template
  const filled = fillVariables({ parameters, components }, variables)
  const [wrong] = filled.problems
  if (wrong) {
    const code = wrong.kind === 'variable-missing' ? 'template-variable-missing' : 'template-liquid-invalid'
    throw new Refusal(code, { detail: sentence(filled.problems), errors: filled.problems.map(placed) })
  }
  // Liquid changes no shape.
  const content = OutboundTemplate.parse({ type: 'template', name, language, ...(filled.value as object) })
  const shape = templateShape(template.components)
  const given = givenParameters(content)
  const problems = checkParameters(shape, parameterFormat, given)
  const [first] = problems
  if (first)
    throw new Refusal(`template-parameters-${first.kind}`, { detail: sentence(problems), errors: problems.map(placed) })
  return { content, shown: showTemplate(shape, parameterFormat, given) }
}

interface Placed {
  readonly path: string
  readonly message: string
}

function placed({ path, message }: Placed): Placed {
  return { path, message }
}

/** Enough to correct it at one go, and no more than one can read. */
const mostNamed = 10

export function sentence(problems: readonly Placed[]): string {
  const named = problems.slice(0, mostNamed).map(({ path, message }) => `${path}: ${message}`)
  const more = problems.length - named.length
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
}
