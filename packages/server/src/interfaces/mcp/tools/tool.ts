import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { Scope } from '@switchboard/contract'
import type { z } from 'zod'
import type { Principal } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { type Fetched, fitPage, fitSingle, type PagedAnswer, type Sealed, type SingleAnswer } from '../boundary/fit.ts'
import type { Json } from '../boundary/seal.ts'

/** Groups of tools that a client asks for, so that a model sees no more than it needs. */
export const toolsets = ['read', 'compat'] as const
export type Toolset = (typeof toolsets)[number]

export interface ToolContext {
  readonly db: Database
  readonly principal: Principal
  readonly now: () => Date
}

/** A tool as its file declares it: hoisted, so that nothing of it is built per request. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly toolset: Toolset
  readonly scope: Scope
  readonly annotations: Required<Omit<ToolAnnotations, 'title'>>
  readonly input: z.ZodObject
  readonly output: z.ZodType | undefined
  /**
   * @throws {ToolError} for what the model can put right
   * @throws {Refusal} likewise, from the layers below
   */
  readonly call: (args: unknown, context: ToolContext) => Promise<ToolAnswer>
}

/** What a tool answered, sealed. */
export interface ToolAnswer {
  /** The structured answer as JSON. */
  readonly text: Sealed
  /** The text blocks, where they are not just the structured answer's JSON. */
  readonly blocks: readonly string[] | undefined
}

/** What went wrong and what to try next, in words for the model. Never holds text of strangers. */
export class ToolError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ToolError'
  }
}

interface ToolDeclaration<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly toolset?: Toolset
  readonly scope: Scope
  readonly input: Input
  readonly output: Output
  readonly handle: (args: z.output<Input>, context: ToolContext) => Promise<Answer>
  /** Text blocks other than the structured answer's JSON, made of the sealed answer. */
  readonly textOf?: (structured: Json) => string[]
}

/** `paged` and `single` make one; whatever it is, the boundary seals it. */
export interface Answer {
  readonly seal: () => Promise<Sealed>
}

export function paged<Row, Page extends Fetched<Row> = Fetched<Row>>(answer: PagedAnswer<Row, Page>): Answer {
  return { seal: () => fitPage(answer) }
}

export function single(render: SingleAnswer['render'], clip?: number): Answer {
  return { seal: async () => fitSingle({ render, ...(clip === undefined ? {} : { clip }) }) }
}

/** Hints of every tool here: nothing is changed, nothing outside of this server is asked. */
const readHints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const

export function readTool<Input extends z.ZodObject, Output extends z.ZodType>(
  declaration: ToolDeclaration<Input, Output>,
): Tool {
  const { handle, textOf, ...rest } = declaration
  return {
    ...rest,
    toolset: declaration.toolset ?? 'read',
    annotations: readHints,
    async call(args, context) {
      const answer = await handle(parseArguments(declaration.input, args), context)
      const text = await answer.seal()
      // The boundary wrote it.
      return { text, blocks: textOf?.(JSON.parse(text) as Json) }
    },
  }
}

function parseArguments<Input extends z.ZodObject>(input: Input, args: unknown): z.output<Input> {
  const parsed = input.safeParse(args ?? {})
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `there is no argument ${issue.keys.map((key) => JSON.stringify(key.slice(0, 50))).join(', ')}`
      : `${issue.path.join('.') || 'arguments'}: ${issue.message}`,
  )
  const known = Object.keys(input.shape)
  throw new ToolError(
    `The arguments are not valid: ${faults.join('; ')}. ` +
      (known.length ? `This tool takes: ${known.join(', ')}.` : 'This tool takes no arguments.'),
  )
}
