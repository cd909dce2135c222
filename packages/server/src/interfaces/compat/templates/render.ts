import { z } from 'zod'
import { renderLiquid } from '../../../liquid/render-liquid.ts'
import type { App } from '../../app.ts'
import { Asked, Contents } from './asked.ts'

const Body = z.object({ ...Asked, contents: Contents })
const Answer = z.object({
  contents: z.record(
    z.string(),
    z.union([
      z.object({ type: z.literal('Ok'), value: z.string() }),
      z.object({ type: z.literal('Err'), err: z.string() }),
    ]),
  ),
})

/** `POST /api/content/templates/whatsapp/render`: each content with its Liquid done, or what is wrong with it. Nothing is sent. */
export function registerCompatRender(app: App): void {
  app.post(
    '/api/content/templates/whatsapp/render',
    {
      config: { audit: { interface: 'dittofeed', action: 'read' } },
      schema: {
        summary: 'Preview a rendered message (older address)',
        description:
          "Each of `contents` by itself, with the user properties as variables: `Ok` and the text, or `Err` and the reason. `POST /v1/templates/{id}/render` does it for the provider's templates.",
        tags: ['compat'],
        body: Body,
        response: { 200: Answer },
      },
    },
    async ({ body: { contents, userProperties } }) => ({
      contents: Object.fromEntries(
        Object.entries(contents).map(([name, { value }]) => {
          const rendered = renderLiquid(value, userProperties)
          return 'text' in rendered
            ? [name, { type: 'Ok' as const, value: rendered.text }]
            : [name, { type: 'Err' as const, err: rendered.problem.message }]
        }),
      ),
    }),
  )
}
