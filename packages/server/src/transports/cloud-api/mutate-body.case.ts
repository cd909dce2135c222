import fc from 'fast-check'

/** One change to a JSON value: what to do, to the how-manieth node, and with what. */
export interface Mutation {
  readonly operation: (typeof operations)[number]
  /** Counted over all nodes, round and round. */
  readonly node: number
  readonly replacement: unknown
}

const operations = ['drop', 'replace', 'duplicate', 'truncate', 'rename', 'nest', 'wrap', 'swap', 'poison'] as const

/** Values that stand where others are expected: other types, extreme numbers and times, strings that Postgres refuses. */
const hostileValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 1e308, -1e308, 5e-324, 2 ** 53, 32_503_680_000_000, 1_000_000_000_000],
  ...[
    '',
    ' ',
    '0',
    '-5',
    'NaN',
    '1e999',
    '9'.repeat(400),
    '\u0000',
    'a\u0000b',
    '\ud83d',
    '\udc00\ud800',
    '👩‍👩‍👧‍👦',
    '\u202e',
    '\ufeff',
  ],
  ...[
    'constructor',
    '__proto__',
    'edit',
    'unsupported',
    'US.ENT.1',
    '1@lid',
    'group@g.us',
    '2026-13-45T99:99:99Z',
    '275760-09-13',
  ],
  ...[[], {}, [[]], [null], [{}], { type: 'text' }, { body: 'x' }, { id: {} }, 'x'.repeat(5000), '😀'.repeat(2000)],
]

/** Mutations for `mutateBody`; made by fast-check, so that a failure shrinks to the few that matter. */
export function mutations(maxLength = 8): fc.Arbitrary<Mutation[]> {
  const mutation = fc.record({
    operation: fc.constantFrom(...operations),
    node: fc.nat(),
    replacement: fc.oneof(fc.constantFrom(...hostileValues), fc.jsonValue({ maxDepth: 3 })),
  })
  return fc.array(mutation, { minLength: 1, maxLength })
}

type Container = Record<string, unknown> | unknown[]

interface Node {
  readonly parent: Container
  readonly key: string
}

/** A copy of `body` with the mutations done one after the other. The body itself stays as it is. */
export function mutateBody(body: unknown, list: readonly Mutation[]): unknown {
  const root: Record<string, unknown> = { body: structuredClone(body) }
  for (const mutation of list) {
    const nodes = nodesOf(root)
    const node = nodes[mutation.node % nodes.length]
    if (node !== undefined) mutate(node, mutation, nodes)
  }
  return root.body
}

const maxNodes = 5_000

function nodesOf(root: Container): Node[] {
  const nodes: Node[] = []
  const queue: Container[] = [root]
  for (let parent = queue.pop(); parent !== undefined && nodes.length < maxNodes; parent = queue.pop()) {
    for (const [key, value] of Object.entries(parent)) {
      nodes.push({ parent, key })
      if (isContainer(value)) queue.push(value)
    }
  }
  return nodes
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

function mutate({ parent, key }: Node, { operation, node, replacement }: Mutation, nodes: readonly Node[]): void {
  const value: unknown = Reflect.get(parent, key)
  switch (operation) {
    case 'drop':
      if (Array.isArray(parent)) parent.splice(Number(key), 1)
      else Reflect.deleteProperty(parent, key)
      return
    case 'replace':
      put(parent, key, structuredClone(replacement))
      return
    case 'duplicate':
      if (Array.isArray(parent)) parent.push(structuredClone(value))
      else put(parent, `${key}_2`, structuredClone(value))
      return
    case 'truncate':
      if (typeof value === 'string') put(parent, key, value.slice(0, node % (value.length + 1)))
      else if (Array.isArray(value)) value.length = node % (value.length + 1)
      return
    case 'rename':
      put(parent, keyFrom(replacement), value)
      if (!Array.isArray(parent)) Reflect.deleteProperty(parent, key)
      return
    case 'nest':
      put(parent, key, nested(value, node % 200))
      return
    case 'wrap':
      put(parent, key, node % 2 === 0 ? [value] : { [key]: value })
      return
    case 'swap':
      swap({ parent, key }, nodes[node % nodes.length])
      return
    case 'poison':
      put(parent, key, `${typeof value === 'string' ? value : ''}\u0000\ud800`)
      return
  }
}

/** Text as it is; of anything else its JSON, as an object's own `toString` may be a number here. */
function keyFrom(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 50)
}

/** Defines the property, so that `__proto__` is a key like any other, as it is after `JSON.parse`. */
function put(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent) && !Object.hasOwn(parent, key)) parent.push(value)
  else Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
}

function nested(value: unknown, depth: number): unknown {
  let result = value
  for (let level = 0; level < depth; level++) result = level % 2 === 0 ? [result] : { deeper: result }
  return result
}

/** Copies, since a container swapped into itself would be a ring, which JSON has not. */
function swap(one: Node, other: Node | undefined): void {
  if (other === undefined) return
  const first: unknown = structuredClone(Reflect.get(one.parent, one.key))
  put(one.parent, one.key, structuredClone(Reflect.get(other.parent, other.key)))
  put(other.parent, other.key, first)
}
