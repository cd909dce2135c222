import type { Role } from '@switchboard/contract'
import { Select } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useGivableRoles } from './use-givable-roles.ts'

export interface RoleSelectProps {
  readonly label: string
  readonly value: Role
  readonly onChange: (role: Role) => void
  readonly disabled?: boolean
}

export function RoleSelect({ label, value, onChange, disabled = false }: RoleSelectProps) {
  const words = useTranslations('settings.roles.names')
  const roles = useGivableRoles()
  return (
    <Select
      aria-label={label}
      className="w-auto"
      value={value}
      disabled={disabled}
      // The options are those of the type.
      onChange={(event) => onChange(event.target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {words(role)}
        </option>
      ))}
    </Select>
  )
}
