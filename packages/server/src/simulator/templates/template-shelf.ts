import { graphError } from '../graph-error.ts'
import type { Random } from '../random.ts'
import { firstTemplates } from './first-templates.ts'
import type { Template } from './template.ts'

/** The templates of all business accounts. */
export class TemplateShelf {
  readonly #templates = new Map<string, Template>()
  readonly #random: Random

  constructor(businessAccountIds: readonly string[], random: Random) {
    this.#random = random
    for (const businessAccountId of businessAccountIds)
      for (const first of firstTemplates) this.add({ ...first, businessAccountId, status: 'APPROVED' })
  }

  add(draft: Omit<Template, 'id' | 'rejectedReason'>): Template {
    const template = { ...draft, id: `7${this.#random.digits(15)}`, rejectedReason: 'NONE' }
    this.#templates.set(template.id, template)
    return template
  }

  get(id: string): Template | undefined {
    return this.#templates.get(id)
  }

  of(businessAccountId: string): Template[] {
    return [...this.#templates.values()].filter((template) => template.businessAccountId === businessAccountId)
  }

  find(businessAccountId: string, name: string, language: string): Template | undefined {
    return this.of(businessAccountId).find((template) => template.name === name && template.language === language)
  }

  /** @returns how many there were */
  delete(businessAccountId: string, name: string, id: string | undefined): number {
    const gone = this.of(businessAccountId).filter(
      (template) => template.name === name && (id === undefined || template.id === id),
    )
    for (const template of gone) this.#templates.delete(template.id)
    return gone.length
  }

  /**
   * The one to send.
   * @throws {GraphError} 132001, 132015, 132016
   */
  sendable(businessAccountId: string, name: string, language: string): Template {
    const template = this.find(businessAccountId, name, language)
    if (template?.status === 'PAUSED') throw graphError(132015)
    if (template?.status === 'DISABLED') throw graphError(132016)
    if (template?.status === 'APPROVED') return template
    const why = template ? `it is ${template.status}` : 'there is none'
    throw graphError(132001, `Template ${name.slice(0, 100)} cannot be sent in ${language.slice(0, 20)}: ${why}.`)
  }
}
