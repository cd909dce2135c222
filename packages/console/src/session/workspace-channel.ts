/** On which tabs, and the line that they share, are told that this session works in another workspace. */
export const workspaceChannel = 'switchboard-workspace'
