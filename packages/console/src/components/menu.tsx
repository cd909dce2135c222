import { Check, type LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface MenuProps {
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly className?: string
}

const surface =
  'z-50 max-h-[min(24rem,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-y-auto rounded-xl border bg-raised p-1 shadow-xl'
const row =
  'flex cursor-default select-none items-center gap-2.5 rounded-lg px-2.5 py-1.5 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover'

/** What can be done with the thing beside it. */
export function Menu({ trigger, children, align = 'end', className }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(surface, className)}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly onSelect: () => void
  readonly danger?: boolean
  readonly disabled?: boolean
  /** For one of several choices: a tick stands beside the one that holds. */
  readonly checked?: boolean
}

export function MenuItem({ icon: Icon, children, onSelect, danger = false, disabled = false, checked }: MenuItemProps) {
  const content = (
    <>
      {Icon && <Icon aria-hidden className="size-4 text-faint" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {checked && <Check aria-hidden className="size-4 text-accent-ink" />}
    </>
  )
  const looks = classNames(row, danger && 'text-danger')
  if (checked === undefined)
    return (
      <DropdownMenu.Item className={looks} onSelect={onSelect} disabled={disabled}>
        {content}
      </DropdownMenu.Item>
    )
  return (
    <DropdownMenu.CheckboxItem className={looks} checked={checked} onSelect={onSelect} disabled={disabled}>
      {content}
    </DropdownMenu.CheckboxItem>
  )
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="px-2.5 py-1.5 text-faint text-xs">{children}</DropdownMenu.Label>
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
