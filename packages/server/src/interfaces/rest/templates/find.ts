import { type Template, TemplateId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getTemplate } from '../../../store/queries/get-template.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

export const TemplateParams = z.object({ id: TemplateId })

/** The workspace's template of that id, deleted ones too. @throws {Refusal} not-found */
export async function findTemplate(db: Database, request: FastifyRequest, id: TemplateId): Promise<Template> {
  const template = await getTemplate(db, principalOf(request).workspaceId, { templateId: id })
  if (!template) throw new Refusal('not-found', { detail: `There is no template ${id}.` })
  return template
}

/** One that the provider still has. @throws {Refusal} not-found */
export async function findPresentTemplate(db: Database, request: FastifyRequest, id: TemplateId): Promise<Template> {
  const template = await findTemplate(db, request, id)
  if (template.deletedAt !== null)
    throw new Refusal('not-found', { detail: `The template ${template.name} (${template.language}) was deleted.` })
  return template
}
