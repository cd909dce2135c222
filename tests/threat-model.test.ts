import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const text = readFileSync(path.join(root, 'docs/operations/threat-model.md'), 'utf8')
const named = [...text.matchAll(/`([\w./-]+\.ts) › ([^`]+)`/g)].map(([, file = '', name = '']) => ({ file, name }))

test('every test that the threat model names is there, by that name', () => {
  expect(named.length).toBeGreaterThan(40)
  const missing = named.filter(({ file, name }) => {
    if (!existsSync(path.join(root, file))) return true
    const source = readFileSync(path.join(root, file), 'utf8')
    return !["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`))
  })
  expect(missing).toEqual([])
})

test('every row of the threat model says which test shows it', () => {
  const rows = text.split('## Attackers')[1]?.split('\n') ?? []
  const without = rows.filter((row) => row.startsWith('| ') && !row.startsWith('| they try') && !row.includes(' › '))
  expect(without).toEqual([])
})

test('every attacker that was asked for has a part', () => {
  const parts = [...text.matchAll(/^### (.+)$/gm)].map(([, name]) => name)
  expect(parts).toEqual(
    expect.arrayContaining([
      ...[
        'A stranger who writes to the number',
        'A prompt-injecting customer',
        'A malicious agent member',
        'A stolen read key',
      ],
      ...['A forged webhook', 'A hostile MCP client', 'A peer workspace', 'A hostile link'],
    ]),
  )
})
