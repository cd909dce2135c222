import { KeysShown } from '../components/keys-shown.tsx'
import { useCommands } from './command-provider.tsx'

/** The keys of a command as this person has them, where there is likely a keyboard. */
export function CommandKeys({ id, keys }: { readonly id: string; readonly keys: string }) {
  const { bindings } = useCommands()
  return (
    <span className="max-md:hidden pointer-coarse:hidden">
      <KeysShown keys={bindings[id] ?? keys} />
    </span>
  )
}
