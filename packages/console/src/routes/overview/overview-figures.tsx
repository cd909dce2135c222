import type { CostReport, Stats } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../../strings/use-translations.ts'
import { useDuration } from './duration.ts'
import { Figure } from './figure.tsx'

export interface OverviewFiguresProps {
  readonly stats: Stats
  readonly costs: CostReport | undefined
}

export function OverviewFigures({ stats, costs }: OverviewFiguresProps) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const duration = useDuration()
  const { messages, conversations, responseTime } = stats
  const share = (part: number) =>
    words('ofSent', {
      share: show.number(messages.outbound === 0 ? 0 : part / messages.outbound, {
        style: 'percent',
        maximumFractionDigits: 1,
      }),
    })
  return (
    <dl className="grid grid-cols-2 gap-3 *:last:odd:col-span-2 lg:grid-cols-4">
      <Figure label={words('received')} value={show.number(messages.inbound)} />
      <Figure label={words('sent')} value={show.number(messages.outbound)} />
      <Figure label={words('conversations')} value={show.number(conversations)} />
      <Figure
        label={words('firstAnswer')}
        value={responseTime ? duration(responseTime.medianSeconds) : '–'}
        note={responseTime && words('slowest', { time: duration(responseTime.p90Seconds) })}
      />
      <Figure label={words('delivered')} value={show.number(messages.delivered)} note={share(messages.delivered)} />
      <Figure label={words('failed')} value={show.number(messages.failed)} note={share(messages.failed)} />
      <CostFigure costs={costs} />
    </dl>
  )
}

function CostFigure({ costs }: Pick<OverviewFiguresProps, 'costs'>) {
  const words = useTranslations('overview')
  const show = useFormatter()
  const { total, rates } = costs ?? {}
  const amounts = total?.amounts.map(({ amount, currency }) =>
    show.number(Number(amount), { style: 'currency', currency }),
  )
  const note = rates?.file === false ? words('noRates') : total && words('billable', { count: total.billable })
  return <Figure label={words('cost')} value={amounts?.length ? amounts.join(' + ') : '–'} note={note} />
}
