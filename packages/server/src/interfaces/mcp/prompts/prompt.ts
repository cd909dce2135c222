import type { Scope } from '@switchboard/contract'
import type { z } from 'zod'
import { promptPermissions } from '../../../access/permission-table.ts'
import { scopesNeededFor } from '../../../access/permissions.ts'
import type { ReadContext } from '../tools/tool.ts'

/** What a prompt puts before the model: our instruction, then sealed data. */
export interface PromptText {
  readonly instruction: string
  readonly data: { readonly uri: string; readonly text: string }
}

export interface PromptDeclaration {
  readonly name: string
  readonly title: string
  readonly description: string
  /** All of them are needed; the permission table says which. */
  readonly scopes: readonly Scope[]
  readonly input: z.ZodObject
  /** @throws {ToolError} */
  readonly render: (args: unknown, context: ReadContext) => Promise<PromptText>
}

export function definePrompt<Input extends z.ZodObject>(
  declaration: Omit<PromptDeclaration, 'scopes' | 'input' | 'render'> & {
    readonly input: Input
    readonly render: (args: z.output<Input>, context: ReadContext) => Promise<PromptText>
  },
): PromptDeclaration {
  const { name, input, render } = declaration
  const scopes = scopesNeededFor('prompt', promptPermissions, name)
  return { ...declaration, scopes, render: (args, context) => render(input.parse(args), context) }
}
