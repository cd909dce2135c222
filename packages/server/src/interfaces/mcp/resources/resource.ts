import type { Scope } from '@switchboard/contract'
import { resourcePermissions } from '../../../access/permission-table.ts'
import { scopesNeededFor } from '../../../access/permissions.ts'
import type { Sealed } from '../boundary/fit.ts'
import type { ReadContext } from '../tools/tool.ts'

export interface ResourceDeclaration {
  readonly name: string
  readonly title: string
  readonly description: string
  /** URI template with one variable, `id`. */
  readonly template: string
  /** All of them are needed; the permission table says which. */
  readonly scopes: readonly Scope[]
  /** Null: there is no such thing. */
  readonly read: (id: string, context: ReadContext) => Promise<Sealed | null>
}

export function defineResource(declaration: Omit<ResourceDeclaration, 'scopes'>): ResourceDeclaration {
  return { ...declaration, scopes: scopesNeededFor('resource', resourcePermissions, declaration.name) }
}
