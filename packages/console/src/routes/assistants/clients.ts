/** Programs that speak MCP, as the address names them. */
export const clientIds = [
  'claude-code',
  'claude-desktop',
  'cursor',
  'vscode',
  'windsurf',
  'codex',
  'chatgpt',
  'claude-web',
  'other',
] as const
export type ClientId = (typeof clientIds)[number]

/** They are given an address and send the person here to allow it; the others are given a key. */
const byOAuth: ReadonlySet<ClientId> = new Set(['chatgpt', 'claude-web'])

export function usesKey(client: ClientId): boolean {
  return !byOAuth.has(client)
}

/** What they call themselves; no language has another word for it. */
export const clientNames: Readonly<Record<Exclude<ClientId, 'other'>, string>> = {
  'claude-code': 'Claude Code',
  'claude-desktop': 'Claude Desktop',
  cursor: 'Cursor',
  vscode: 'VS Code',
  windsurf: 'Windsurf',
  codex: 'Codex',
  chatgpt: 'ChatGPT',
  'claude-web': 'Claude (web, mobile)',
}
