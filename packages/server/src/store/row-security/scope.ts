import { AsyncLocalStorage } from 'node:async_hooks'

/** For whom the database is asked: one workspace, and what of it is reached. */
export interface Scope {
  readonly workspaceId: string
  readonly reach: { readonly accounts: readonly string[] | null; readonly contacts: readonly string[] | null }
}

// One for the process, for it holds nothing of its own: each call sees what was entered around it.
const entered = new AsyncLocalStorage<Scope>()

/** Whatever `run` starts, also later, asks a scoped pool for `scope`. */
export function withScope<Result>(scope: Scope, run: () => Result): Result {
  return entered.run(scope, run)
}

/** For work that a caller only sets off and that is not theirs. */
export function withoutScope<Result>(run: () => Result): Result {
  return entered.exit(run)
}

/** Undefined: nobody was let in here. */
export function currentScope(): Scope | undefined {
  return entered.getStore()
}

/** Each step of `items` in the scope of now: who reads a stream asks for the next one from wherever they are. */
export function keepingScope<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const inScope = AsyncLocalStorage.snapshot()
  return {
    [Symbol.asyncIterator]() {
      const iterator = inScope(() => items[Symbol.asyncIterator]())
      return {
        next: () => inScope(() => iterator.next()),
        return: async () => (await inScope(() => iterator.return?.())) ?? { done: true, value: undefined },
      }
    },
  }
}
