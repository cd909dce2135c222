import type { Workspace } from '@switchboard/contract'
import { useMutation } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import { workspaceChannel } from './workspace-channel.ts'

/** Works in another workspace from now on: everything is loaded anew, in every tab of this browser. */
export async function switchWorkspace(workspaceId: string): Promise<void> {
  await request<undefined>('/v1/me/workspace', { method: 'PUT', body: { workspaceId } })
  const channel = new BroadcastChannel(workspaceChannel)
  channel.postMessage(workspaceId)
  channel.close()
  location.assign('/app/')
}

/** With everything in it. Whoever is in another one goes on there, everybody else is signed out. */
export async function deleteWorkspace({ id, name }: Workspace): Promise<void> {
  await request<undefined>(`/v1/workspaces/${id}/delete`, { method: 'POST', body: { name } })
  location.assign('/app/')
}

export function useCreateWorkspace() {
  return useMutation({
    mutationFn: async (name: string) => {
      const { id } = await request<Workspace>('/v1/workspaces', { method: 'POST', body: { name } })
      await switchWorkspace(id)
    },
  })
}
