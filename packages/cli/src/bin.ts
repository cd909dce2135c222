#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import path from 'node:path'

// Compiled code of the last start is reused: the start is about a third quicker. Threads take it up by the variable; one that
// did not would load Node's remover of types for itself, 21 MB.
const { directory } = enableCompileCache()
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= path.dirname(directory)
const { run } = await import('./program.ts')
process.exitCode = await run(process.argv)
