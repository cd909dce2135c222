import type {
  RetentionReport,
  RetentionSettings,
  SendingSettings,
  SendingSettingsReport,
  WorkingHours,
  WorkingHoursReport,
  Workspace,
} from '@switchboard/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../../api/request.ts'

const settingsQuery = <Report>(name: string) =>
  queryOptions({
    queryKey: ['settings', name],
    queryFn: ({ signal }) => request<Report>(`/v1/settings/${name}`, { signal }),
  })

export const workspaceQuery = settingsQuery<Workspace>('workspace')
export const workingHoursQuery = settingsQuery<WorkingHoursReport>('working-hours')
export const retentionQuery = settingsQuery<RetentionReport>('retention')
export const sendingQuery = settingsQuery<SendingSettingsReport>('sending')

function useSave<Body, Report>(name: string, method: 'PUT' | 'PATCH') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => request<Report>(`/v1/settings/${name}`, { method, body }),
    onSuccess: (report) => {
      client.setQueryData(['settings', name], report)
      return client.invalidateQueries({ queryKey: ['profile'] })
    },
  })
}

export const useSaveWorkspace = () => useSave<{ readonly name: string }, Workspace>('workspace', 'PATCH')
export const useSaveWorkingHours = () =>
  useSave<{ readonly workingHours: WorkingHours | null }, WorkingHoursReport>('working-hours', 'PUT')
export const useSaveRetention = () => useSave<RetentionSettings, RetentionReport>('retention', 'PUT')
export const useSaveSending = () => useSave<SendingSettings, SendingSettingsReport>('sending', 'PUT')
