import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'

const program = path.join(import.meta.dirname, '../packages/cli/src/bin.ts')

function simulate(...options: string[]) {
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-simulate-'))
  const child = spawn(process.execPath, [program, 'simulate', '--data-dir', directory, ...options], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = once(child, 'exit').finally(() => rmSync(directory, { recursive: true, force: true }))
  return { child, ended, said: () => said }
}

test('`switchboard simulate` prints what a server needs, answers, and ends on SIGTERM with 0', async () => {
  const { child, ended, said } = simulate('--port', '0', '--rate', '1000')
  await expect.poll(said, { timeout: 60_000 }).toContain('Next:')
  const url = /WHATSAPP_BASE_URL\s+(\S+)/.exec(said())?.[1]
  const id = /WHATSAPP_PHONE_NUMBER_ID\s+(\S+)/.exec(said())?.[1]
  const token = /WHATSAPP_ACCESS_TOKEN\s+(\S+)/.exec(said())?.[1]
  const response = await fetch(`${url}/v26.0/${id}`, { headers: { authorization: `Bearer ${token}` } })
  expect(await response.json()).toMatchObject({
    display_phone_number: '+1 555-010-0100',
    throughput: { level: 'HIGH' },
  })
  expect(said()).toContain('nowhere: no server runs on this data directory')
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
})

test.each([
  ['--port', 'x'],
  ['--speed', '1.5'],
  ['--webhook', 'here'],
])('%s %s is refused with a sentence', async (...options) => {
  const { ended, said } = simulate(...options)
  expect((await ended)[0]).toBe(1)
  expect(said()).toMatch(new RegExp(`^${options.join(' ')} is not `, 'm'))
})
