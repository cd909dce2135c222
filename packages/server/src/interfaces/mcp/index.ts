export { type McpHttpDependencies, registerMcp } from './http/register.ts'
