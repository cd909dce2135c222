import { keysToShow } from '../keys/bindings.ts'

/** A shortcut as keys. */
export function KeysShown({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keysToShow(keys).map((key) => (
        <kbd key={key} className="rounded border border-strong-line bg-sunken px-1.5 font-sans text-soft text-xs">
          {key}
        </kbd>
      ))}
    </span>
  )
}
