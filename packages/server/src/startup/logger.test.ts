import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

/** What a process writes that makes a logger and logs once. */
function logged(pretty: boolean): string {
  const logger = path.join(import.meta.dirname, 'logger.ts')
  const script = `import { createLogger } from ${JSON.stringify(logger)}
    createLogger({ level: 'info', pretty: ${pretty} }).info({ job: 'a job', milliseconds: 3 }, 'job done')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  return stderr
}

test('a line at a terminal holds all that it has to say', () => {
  expect(logged(true)).toMatch(/^\[\d\d:\d\d:\d\d\].*job done.*"job":"a job","milliseconds":3\}\S*\n$/)
})

test('elsewhere a line is one JSON object', () => {
  expect(JSON.parse(logged(false))).toMatchObject({ level: 30, job: 'a job', milliseconds: 3, msg: 'job done' })
})
