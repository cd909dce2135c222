import { expect, test } from 'vitest'

/* A page whose words come later than its code is taken away while it waits for them: whatever it can show, it asks for with itself. */
const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
/** In the shell, there from the start. */
const always = ['common', 'shell']

interface Page {
  readonly name: string
  readonly file: string
  readonly areas: readonly string[]
}

/** `withWords(import('./file.tsx'), 'area', …)`, wherever it is written. */
function loadedWithWords(file: string, source: string): Page[] {
  return [...source.matchAll(/withWords\(import\('([^']+)'\),([^)]*)\)/g)].map(([, path = '', list = '']) => ({
    name: `${file} → ${path}`,
    file: beside(file, path),
    areas: [...list.matchAll(/'(\w+)'/g)].map(([, area = '']) => area),
  }))
}

function beside(file: string, path: string): string {
  return `../${new URL(path, new URL(file.slice('../'.length), 'file:///')).pathname.slice(1)}`
}

/** area → the file that says something of it, of all that a page is made of: what it imports, and what it imports later. */
function areasSaid(page: Page): Map<string, string> {
  const said = new Map<string, string>()
  const given = new Map([[page.file, page.areas]])
  for (const [file, areas] of given) {
    const source = sources[file] ?? ''
    for (const [, area = ''] of source.matchAll(/useTranslations\(\s*'(\w+)/g))
      if (![...always, ...areas].includes(area)) said.set(area, file)
    const own = new Map(loadedWithWords(file, source).map((later) => [later.file, later.areas]))
    for (const [, path = ''] of source.matchAll(/(?:^(?:import|export) (?!type)[^'"]*?from |import\()'(\.[^']+)'/gm)) {
      const imported = beside(file, path)
      if (!given.has(imported)) given.set(imported, [...areas, ...(own.get(imported) ?? [])])
    }
  }
  return said
}

const pages = Object.entries(sources)
  .filter(([file]) => file.startsWith('../routes/'))
  .flatMap(([file, source]) => loadedWithWords(file, source))

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(30)
  expect(sources[pages[0]?.file ?? '']).toBeDefined()
})

test.each(pages.map((page) => [page.name, page] as const))('%s: all its words come with it', (_name, page) => {
  expect(Object.fromEntries(areasSaid(page))).toEqual({})
})

test('what stands on every page says only what is there from the start', () => {
  expect(Object.fromEntries(areasSaid({ name: '', file: '../shell/frame.tsx', areas: [] }))).toEqual({})
})
