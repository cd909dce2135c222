import { GraphError, type Json, parameterError } from '../graph-error.ts'
import { pickFields } from '../json-fields.ts'
import { checkDraft } from '../templates/check-draft.ts'
import { decideTemplate, reviewOf } from '../templates/review.ts'
import { templateNode } from '../templates/template.ts'
import type { World } from '../world.ts'

/** `GET /{waba-id}/message_templates`, newest first; the name is looked for as a part of others. */
export function listTemplates(
  world: World,
  businessAccountId: string,
  query: {
    readonly name?: string | undefined
    readonly status?: string | undefined
    readonly fields?: string | undefined
  },
): Json[] {
  const { name, status, fields } = query
  return world.templates
    .of(businessAccountId)
    .filter((template) => name === undefined || template.name.includes(name))
    .filter((template) => status === undefined || template.status === status.toUpperCase())
    .reverse()
    .map((template) => pickFields(templateNode(template), fields))
}

/** `POST /{waba-id}/message_templates`: PENDING at first, decided later. */
export function createTemplate(world: World, businessAccountId: string, body: unknown): Json {
  const draft = checkDraft(body)
  if (world.templates.find(businessAccountId, draft.name, draft.language))
    throw new GraphError({
      httpStatus: 400,
      code: 100,
      subcode: 2388024,
      message: 'Invalid parameter',
      details: `There is a template ${draft.name} in ${draft.language} already.`,
    })
  const { name, language, category, parameter_format: parameterFormat, components } = draft
  const template = world.templates.add({
    ...{ businessAccountId, name, language, category, parameterFormat, components },
    status: 'PENDING',
  })
  world.clock.after(world.random.between(world.delays.templateReview), () => {
    if (template.status !== 'PENDING') return
    const { status, reason } = reviewOf(template)
    if (status !== 'PENDING') decideTemplate(world, template, status, reason)
  })
  return { id: template.id, status: template.status, category }
}

/** `DELETE /{waba-id}/message_templates?name=` */
export function deleteTemplate(
  world: World,
  businessAccountId: string,
  name: string | undefined,
  id: string | undefined,
): Json {
  if (name === undefined) throw parameterError('The parameter name is required.')
  if (world.templates.delete(businessAccountId, name, id) > 0) return { success: true }
  throw new GraphError({
    httpStatus: 404,
    code: 100,
    subcode: 2593002,
    message: 'Invalid parameter',
    details: `There is no template ${name.slice(0, 100)}.`,
  })
}
