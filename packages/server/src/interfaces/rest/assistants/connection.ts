import { z } from 'zod'
import type { App } from '../../app.ts'

export interface AssistantConnection {
  /** Where the world reaches MCP; null: nobody outside of this machine does. */
  readonly publicUrl: string | null
  /** How a program on this machine starts `switchboard mcp`; null: not known. */
  readonly program: { readonly command: string; readonly arguments: string[]; readonly dataDirectory: string } | null
}

const Connection = z
  .object({
    publicUrl: z.string().nullable().meta({ description: 'null: nobody outside of this machine reaches the server' }),
    program: z
      .object({ command: z.string(), arguments: z.array(z.string()), dataDirectory: z.string() })
      .nullable()
      .meta({ description: 'Starts MCP on stdin and stdout, on the machine of the server' }),
  })
  .meta({ id: 'AssistantConnection' })

/** `GET /v1/assistants/connection`: what the configuration of an assistant needs beside a key. */
export function registerAssistantConnection(app: App, connection: () => AssistantConnection): void {
  app.get(
    '/v1/assistants/connection',
    {
      schema: {
        summary: 'How an assistant reaches this server',
        description: 'The public address of MCP, and the program that speaks it on stdin and stdout.',
        tags: ['access'],
        response: { 200: Connection },
      },
    },
    async () => connection(),
  )
}
