import { GraphError, type Json, parameterError } from '../graph-error.ts'
import { isObject, pickFields } from '../json-fields.ts'
import { checkDraft } from '../templates/check-draft.ts'
import { decideTemplate, reviewOf } from '../templates/review.ts'
import { type Template, templateNode } from '../templates/template.ts'
import { writeCodeTemplate } from '../templates/write-code-template.ts'
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
  const { name, language, category, parameter_format: parameterFormat } = draft
  const components = category === 'AUTHENTICATION' ? writeCodeTemplate(draft.components) : draft.components
  const template = world.templates.add({
    ...{ businessAccountId, name, language, category, parameterFormat, components },
    status: 'PENDING',
  })
  reviewLater(world, template)
  return { id: template.id, status: template.status, category }
}

function reviewLater(world: World, template: Template): void {
  world.clock.after(world.random.between(world.delays.templateReview), () => {
    if (template.status !== 'PENDING') return
    const { status, reason } = reviewOf(template)
    if (status !== 'PENDING') decideTemplate(world, template, status, reason)
  })
}

/** `POST /{template-id}`: only what was decided can be changed, and it is reviewed again. */
export function editTemplate(world: World, template: Template, body: unknown): Json {
  const { name, language, parameterFormat: parameter_format } = template
  const asked = isObject(body) ? body : {}
  const { category = template.category, components = template.components } = asked
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status))
    throw parameterError(`A template that is ${template.status} cannot be edited.`)
  const draft = checkDraft({ name, language, parameter_format, category, components })
  if (template.status === 'APPROVED' && draft.category !== template.category)
    throw parameterError('The category of an approved template cannot be changed.')
  template.category = draft.category
  template.components = draft.category === 'AUTHENTICATION' ? writeCodeTemplate(draft.components) : draft.components
  template.status = 'PENDING'
  reviewLater(world, template)
  return { success: true }
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
