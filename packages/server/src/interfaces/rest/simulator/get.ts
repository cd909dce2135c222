import { SimulatorState } from '@switchboard/contract'
import type { App } from '../../app.ts'
import type { PhoneDesk } from '../../phone-desk.ts'
import { principalOf } from '../../require-scope.ts'

/** `GET /v1/simulator`: whether there are phones to try this server with. */
export function registerGetSimulator(app: App, desk: PhoneDesk | undefined): void {
  app.get(
    '/v1/simulator',
    {
      schema: {
        summary: 'Whether there are simulated phones',
        tags: ['simulator'],
        response: { 200: SimulatorState },
      },
    },
    async (request) => {
      const present = desk !== undefined && principalOf(request).workspaceId === desk.workspaceId
      return present
        ? { present, business: desk.business, businessPhone: desk.businessPhone }
        : { present, business: null, businessPhone: null }
    },
  )
}
