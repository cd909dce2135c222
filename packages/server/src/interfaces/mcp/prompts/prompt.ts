import type { Scope } from '@switchboard/contract'
import type { z } from 'zod'
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
  readonly scopes: readonly Scope[]
  readonly input: z.ZodObject
  /** @throws {ToolError} */
  readonly render: (args: unknown, context: ReadContext) => Promise<PromptText>
}

export function definePrompt<Input extends z.ZodObject>(
  declaration: Omit<PromptDeclaration, 'input' | 'render'> & {
    readonly input: Input
    readonly render: (args: z.output<Input>, context: ReadContext) => Promise<PromptText>
  },
): PromptDeclaration {
  const { input, render } = declaration
  return { ...declaration, render: (args, context) => render(input.parse(args), context) }
}
