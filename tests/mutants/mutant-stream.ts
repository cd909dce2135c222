import fc from 'fast-check'
import { factBody, factFixtures } from '../../packages/server/src/transports/cloud-api/fixtures/facts.case.ts'
import { bodyFixtures } from '../../packages/server/src/transports/cloud-api/fixtures/values.case.ts'
import { mutateBody, mutations } from '../../packages/server/src/transports/cloud-api/mutate-body.case.ts'
import { mutateBytes, randomOf } from './mutate-bytes.ts'

const bodies = [...Object.values(bodyFixtures), ...factFixtures.map(([field, , value]) => factBody(field, value))]
const recipe = fc.record({ body: fc.constantFrom(...bodies), list: mutations(), seed: fc.nat() })
const perSample = 500

/** `count` mutants of the transport's fixtures, the same ones for the same seed: mostly changed JSON, every third changed bytes. */
export function* mutantStream(count: number, seed: number): Generator<Buffer> {
  for (let made = 0; made < count; made += perSample) {
    const recipes = fc.sample(recipe, { seed: seed + made, numRuns: Math.min(perSample, count - made) })
    for (const [index, { body, list, seed: own }] of recipes.entries()) {
      const asBytes = index % 3 === 0
      // A body that was dropped as a whole is no JSON: nothing is sent then.
      const bytes = Buffer.from(JSON.stringify(asBytes ? body : mutateBody(body, list)) ?? '')
      yield asBytes ? mutateBytes(bytes, randomOf(own)) : bytes
    }
  }
}
