import type { WorkingHours, WorkingHoursReport } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { Switch } from '../../../components/switch.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { useSaveWorkingHours, workingHoursQuery } from '../workspace/queries.ts'
import { DayRow } from './day-row.tsx'
import { HolidaysField } from './holidays-field.tsx'
import { days, usualHours } from './usual-hours.ts'

/** `/app/settings/working-hours` */
export function WorkingHoursSection() {
  const words = useTranslations('settings')
  const hours = useQuery(workingHoursQuery)
  return (
    <Page title={words('sections.workingHours')} intro={words('about.workingHours')}>
      <Loaded query={hours} skeleton="h-96">
        {(data) => <HoursForm report={data} />}
      </Loaded>
    </Page>
  )
}

function HoursForm({ report }: { readonly report: WorkingHoursReport }) {
  const words = useTranslations('settings.workingHours')
  const save = useSaveWorkingHours()
  const [hours, setHours] = useState<WorkingHours | null>(report.workingHours)
  const dirty = JSON.stringify(hours) !== JSON.stringify(report.workingHours)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ workingHours: hours })
  }
  const change = (part: Partial<WorkingHours>) => hours && setHours({ ...hours, ...part })
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Block
        title={words('have')}
        intro={words('haveIntro')}
        actions={
          <>
            <Badge tone={report.open ? 'good' : 'neutral'}>{report.open ? words('openNow') : words('closedNow')}</Badge>
            <Switch
              aria-label={words('have')}
              checked={hours !== null}
              onCheckedChange={(on) => setHours(on ? (report.workingHours ?? usualHours()) : null)}
            />
          </>
        }
      >
        {hours && (
          <>
            <Field label={words('timeZone')} className="max-w-md">
              <Select value={hours.timeZone} onChange={(event) => change({ timeZone: event.target.value })}>
                {[...new Set([hours.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </Select>
            </Field>
            <ul className="divide-y border-t" aria-label={words('week')}>
              {days.map((day) => (
                <DayRow
                  key={day}
                  day={day}
                  spans={hours.days[day]}
                  onChange={(spans) => change({ days: { ...hours.days, [day]: spans } })}
                />
              ))}
            </ul>
            <HolidaysField holidays={hours.holidays} onChange={(holidays) => change({ holidays })} />
          </>
        )}
        <SaveRow mutation={save} dirty={dirty} />
      </Block>
    </form>
  )
}
