import type { RoleScopes } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Check, Minus } from 'lucide-react'
import { Page } from '../../../components/page.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { rolesQuery } from '../members/queries.ts'

/** `/app/settings/roles`: what people of each role may. Roles are fixed; keys have scopes of their own. */
export function RolesSection() {
  const words = useTranslations('settings')
  const roles = useQuery(rolesQuery)
  return (
    <Page title={words('sections.roles')} intro={words('about.roles')}>
      <Loaded query={roles} skeleton="h-96">
        {({ items }) => (
          <>
            <ul className="grid gap-3 sm:grid-cols-2">
              {items.map(({ role }) => (
                <li key={role} className="rounded-xl border bg-surface p-4">
                  <h2 className="font-semibold">{words(`roles.names.${role}`)}</h2>
                  <p className="text-soft">{words(`roles.about.${role}`)}</p>
                </li>
              ))}
            </ul>
            <ScopeTable roles={items} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function ScopeTable({ roles }: { readonly roles: readonly RoleScopes[] }) {
  const words = useTranslations('settings')
  const [most] = roles
  return (
    <Block title={words('roles.scopes')} intro={words('roles.scopesIntro')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is moved sideways, by the keyboard too */}
      <div className="-mx-1 overflow-x-auto px-1" tabIndex={0}>
        <table className="w-full text-start">
          <thead>
            <tr className="border-b text-soft text-xs">
              <th scope="col" className="py-2 pe-4 text-start font-medium">
                {words('roles.scope')}
              </th>
              {roles.map(({ role }) => (
                <th key={role} scope="col" className="w-14 px-1 py-2 text-center font-medium sm:w-20">
                  {words(`roles.names.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {most?.scopes.map((scope) => (
              <tr key={scope}>
                <th scope="row" dir="ltr" className="py-1.5 pe-2 text-start font-mono font-normal text-xs">
                  {scope}
                </th>
                {roles.map(({ role, scopes }) => (
                  <td key={role} className="px-1 py-1.5">
                    {scopes.includes(scope) ? (
                      <Check role="img" aria-label={words('roles.may')} className="mx-auto size-4 text-accent-ink" />
                    ) : (
                      <Minus role="img" aria-label={words('roles.mayNot')} className="mx-auto size-4 text-faint" />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  )
}
