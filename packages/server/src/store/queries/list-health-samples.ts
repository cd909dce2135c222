import type { HealthSample } from '@switchboard/contract'
import type { Queryable } from '../database.ts'

/** So many points a chart draws at most. */
const mostPoints = 360

/**
 * The newest `hours` of samples, oldest first. Of a long span several minutes share a point: what was counted is added up, of what
 * waited the most is taken, since a chart that smooths a jam away would lie.
 */
export async function listHealthSamples(queryable: Queryable, hours: number): Promise<HealthSample[]> {
  const bucketSeconds = Math.max(60, Math.ceil((hours * 3_600) / mostPoints / 60) * 60)
  const { rows } = await queryable.query<Omit<HealthSample, 'at'> & { at: Date }>(
    /* sql */ `
    select max(at) as at, max(database_ms) as "databaseMilliseconds", sum(received)::int as received, sum(sent)::int as sent,
      max(pending) as pending, max(lag_seconds) as "lagSeconds", max(parked) as parked, max(queued) as queued,
      max(send_lag_seconds) as "sendLagSeconds", max(unknown) as unknown, max(deliveries) as deliveries
    from health_samples where at > now() - make_interval(hours => $1)
    group by floor(extract(epoch from at) / $2) order by 1`,
    [hours, bucketSeconds],
  )
  return rows.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest }))
}
