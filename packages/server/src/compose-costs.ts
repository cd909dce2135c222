import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { type CostRates, readCostRates } from './startup/read-cost-rates.ts'

/** The file of rates, read once; what is wrong with it is in the log and in every report, and stops nothing. */
export function composeCostRates({ costRatesFile }: Pick<Config, 'costRatesFile'>, log: Logger): CostRates {
  const costs = readCostRates(costRatesFile)
  if (costs.problems.length > 0)
    log.warn(
      { problems: costs.problems },
      'COST_RATES_FILE: some of it cannot be used, and costs are counted without it',
    )
  return costs
}
