export { type McpHttpDependencies, registerMcp } from './http/register.ts'
export { runStdioProxy, type StdioProxyOptions } from './stdio/run-stdio-proxy.ts'
