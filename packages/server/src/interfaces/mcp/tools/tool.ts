import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { ProblemCode, Scope } from '@switchboard/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { z } from 'zod'
import { toolPermissions } from '../../../access/permission-table.ts'
import { scopesNeededFor } from '../../../access/permissions.ts'
import type { Principal } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import type { Sending } from '../../sending.ts'
import { type Fetched, fitPage, fitSingle, type PagedAnswer, type Sealed, type SingleAnswer } from '../boundary/fit.ts'
import type { View } from '../boundary/foreign.ts'
import { createSeal, type Json } from '../boundary/seal.ts'
import { type ClientSide, Question } from '../serve/client-side.ts'

/** Groups of tools that a client asks for, so that a model sees no more than it needs. */
export const toolsets = ['read', 'send', 'compat'] as const
export type Toolset = (typeof toolsets)[number]

/** What reading needs; resources and prompts have no more. */
export interface ReadContext {
  readonly db: Database
  readonly principal: Principal
  readonly now: () => Date
}

export interface ToolContext extends ReadContext {
  readonly sending: Sending
  /** Who is at the other end, and what they can be asked. */
  readonly client: ClientSide
  readonly log: Pick<FastifyBaseLogger, 'error'>
}

/** A tool as its file declares it: hoisted, so that nothing of it is built per request. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly toolset: Toolset
  /** All of them are needed; the permission table says which. */
  readonly scopes: readonly Scope[]
  readonly annotations: Required<Omit<ToolAnnotations, 'title'>>
  readonly input: z.ZodObject
  readonly output: z.ZodType | undefined
  /**
   * @returns a question where the person at the client has to say something first; called again with the reply it goes on
   * @throws {ToolError} for what the model can put right
   * @throws {Refusal} likewise, from the layers below
   */
  readonly call: (args: unknown, context: ToolContext) => Promise<ToolAnswer | Question>
  /** What a failed call answers beside the error flag, where older clients read it in a shape of their own. */
  readonly failure: ((message: string) => Sealed) | undefined
}

/** What a tool answered, sealed. */
export interface ToolAnswer {
  /** The structured answer as JSON. */
  readonly text: Sealed
  /** The text blocks, where they are not just the structured answer's JSON. */
  readonly blocks: readonly string[] | undefined
  /** Id of what was sent or changed, for the audit. */
  readonly subject?: string | undefined
}

/** What went wrong and what to try next, in words for the model. Never holds text of strangers. */
export class ToolError extends Error {
  readonly code: ProblemCode

  constructor(message: string, code: ProblemCode = 'invalid-request') {
    super(message)
    this.name = 'ToolError'
    this.code = code
  }
}

interface ToolDeclaration<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly toolset?: Toolset
  readonly input: Input
  readonly output: Output
  readonly handle: (args: z.output<Input>, context: ToolContext) => Promise<Answer | Question>
  readonly failure?: (message: string) => View
  /** Text blocks other than the structured answer's JSON, made of the sealed answer. */
  readonly textOf?: (structured: Json) => string[]
}

/** `paged` and `single` make one; whatever it is, the boundary seals it. */
export interface Answer {
  readonly seal: () => Promise<Sealed>
  readonly subject?: string | undefined
}

export function paged<Row, Page extends Fetched<Row> = Fetched<Row>>(answer: PagedAnswer<Row, Page>): Answer {
  return { seal: () => fitPage(answer) }
}

export function single(render: SingleAnswer['render'], clip?: number): Answer {
  return { seal: async () => fitSingle({ render, ...(clip === undefined ? {} : { clip }) }) }
}

type Annotations = Tool['annotations']

/** Nothing is changed, nothing outside of this server is asked. */
const readHints: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

export function readTool<Input extends z.ZodObject, Output extends z.ZodType>(
  declaration: ToolDeclaration<Input, Output>,
): Tool {
  return makeTool(declaration, declaration.toolset ?? 'read', readHints)
}

/** A tool that sends or changes something; it says how by its hints. Never listed or run where only reading is allowed. */
export function writeTool<Input extends z.ZodObject, Output extends z.ZodType>(
  declaration: ToolDeclaration<Input, Output> & {
    readonly annotations: Annotations & { readonly readOnlyHint: false }
  },
): Tool {
  return makeTool(declaration, declaration.toolset ?? 'send', declaration.annotations)
}

function makeTool<Input extends z.ZodObject, Output extends z.ZodType>(
  declaration: ToolDeclaration<Input, Output>,
  toolset: Toolset,
  annotations: Annotations,
): Tool {
  const { name, title, description, input, output, handle, textOf, failure } = declaration
  return {
    name,
    title,
    description,
    toolset,
    scopes: scopesNeededFor('tool', toolPermissions, name),
    annotations,
    input,
    output,
    failure: failure && ((message) => createSeal()(failure(message))),
    async call(args, context) {
      const answer = await handle(parseArguments(input, args), context)
      if (answer instanceof Question) return answer
      const text = await answer.seal()
      // The boundary wrote it.
      return { text, blocks: textOf?.(JSON.parse(text) as Json), subject: answer.subject }
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
