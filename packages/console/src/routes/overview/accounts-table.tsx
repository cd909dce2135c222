import type { Stats } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { accountName, accountsQuery } from '../../api/accounts.ts'
import { DataTable } from '../../components/data-table.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from './duration.ts'

export function AccountsTable({ stats }: { readonly stats: Stats }) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const duration = useDuration()
  const { data } = useQuery(accountsQuery)
  const nameOf = (id: string) => {
    const account = data?.items.find((one) => one.id === id)
    return account ? accountName(account) : id
  }
  return (
    <DataTable
      label={words('byAccount')}
      rows={stats.byAccount}
      keyOf={({ accountId }) => accountId}
      columns={[
        { id: 'account', title: words('account'), cell: ({ accountId }) => nameOf(accountId) },
        { id: 'received', title: words('received'), numeric: true, cell: ({ inbound }) => show.number(inbound) },
        { id: 'sent', title: words('sent'), numeric: true, cell: ({ outbound }) => show.number(outbound) },
        { id: 'delivered', title: words('delivered'), numeric: true, cell: ({ delivered }) => show.number(delivered) },
        { id: 'failed', title: words('failed'), numeric: true, cell: ({ failed }) => show.number(failed) },
        {
          id: 'answer',
          title: words('firstAnswer'),
          numeric: true,
          cell: ({ medianResponseSeconds: median }) => (median === null ? '–' : duration(median)),
        },
      ]}
    />
  )
}
