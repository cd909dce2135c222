import { useQuery } from '@tanstack/react-query'
import { MenuItem, MenuLabel } from '../components/menu.tsx'
import { useToast } from '../components/toast.tsx'
import { profileQuery } from '../session/queries.ts'
import { useSession } from '../session/session.ts'
import { switchWorkspace } from '../session/workspaces.ts'
import { useTranslations } from '../strings/use-translations.ts'

/** Somebody's workspaces, and which one this is; nothing for who is in one. */
export function useWorkspaces() {
  const { me } = useSession()
  const all = useQuery(profileQuery).data?.workspaces ?? []
  return { all: all.length > 1 ? all : [], current: all.find(({ id }) => id === me.workspaceId) }
}

/** In a menu: the workspaces to go to, the one of now with a tick. */
export function WorkspaceItems() {
  const words = useTranslations('shell')
  const toast = useToast()
  const { all, current } = useWorkspaces()
  return (
    <>
      <MenuLabel>{words('workspaces')}</MenuLabel>
      {all.map(({ id, name }) => (
        <MenuItem
          key={id}
          checked={id === current?.id}
          onSelect={() => {
            if (id !== current?.id) void switchWorkspace(id).catch(toast.problem)
          }}
        >
          <bdi>{name}</bdi>
        </MenuItem>
      ))}
    </>
  )
}
