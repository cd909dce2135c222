import type { ClientId } from './clients.ts'

export interface Reached {
  /** Of MCP. */
  readonly url: string
  readonly key: string
  readonly program: {
    readonly command: string
    readonly arguments: readonly string[]
    readonly dataDirectory: string
  } | null
}

export interface Configuration {
  /** Where it goes; null: into a terminal. */
  readonly file: string | null
  readonly text: string
}

const name = 'switchboard'

/** What is to be pasted, in the program's own format; nothing for those that are given an address alone. */
export function configurationOf(client: ClientId, reached: Reached): Configuration | undefined {
  const { url, key } = reached
  const headers = { Authorization: `Bearer ${key}` }
  switch (client) {
    case 'claude-code':
      return {
        file: null,
        text: `claude mcp add --transport http ${name} ${url} --header "Authorization: Bearer ${key}"`,
      }
    case 'claude-desktop':
      return desktop(reached)
    case 'cursor':
      return { file: '~/.cursor/mcp.json', text: json({ mcpServers: { [name]: { url, headers } } }) }
    case 'windsurf':
      return {
        file: '~/.codeium/windsurf/mcp_config.json',
        text: json({ mcpServers: { [name]: { serverUrl: url, headers } } }),
      }
    case 'vscode':
      return { file: '.vscode/mcp.json', text: json({ servers: { [name]: { type: 'http', url, headers } } }) }
    case 'codex':
      return {
        file: null,
        text: `export SWITCHBOARD_API_KEY=${key}\ncodex mcp add ${name} --url ${url} --bearer-token-env-var SWITCHBOARD_API_KEY`,
      }
    case 'other':
      return { file: null, text: `${url}\nAuthorization: Bearer ${key}` }
    case 'chatgpt':
    case 'claude-web':
      return undefined
  }
}

/** It starts a program and takes no address in its file: https://support.claude.com/en/articles/11503834 */
function desktop({ key, program }: Reached): Configuration {
  const { command = name, arguments: given = ['mcp'], dataDirectory } = program ?? {}
  const env = { ...(dataDirectory && { SWITCHBOARD_DATA_DIR: dataDirectory }), SWITCHBOARD_API_KEY: key }
  return {
    file: 'claude_desktop_config.json',
    text: json({ mcpServers: { [name]: { command, args: given, env } } }),
  }
}

function json(value: object): string {
  return JSON.stringify(value, null, 2)
}
