import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { Dialog } from '../../../components/dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { deliveryQuery } from './queries.ts'

/** Every attempt at one delivery, and how the endpoint answered. */
export function DeliveryDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const words = useTranslations('settings.webhooks')
  const format = useFormatter()
  const delivery = useQuery(deliveryQuery(id))
  return (
    <Dialog open onOpenChange={onClose} title={words('details')} description={<code dir="ltr">{id}</code>}>
      <Loaded query={delivery}>
        {({ attemptLog, responseExcerpt }) => (
          <div className="grid gap-4">
            {attemptLog.length === 0 && <p className="text-faint">{words('noAttempts')}</p>}
            <ol className="divide-y">
              {attemptLog.map(({ at, status, milliseconds, sentence }) => (
                <li key={at} className="py-2">
                  <span className="flex flex-wrap justify-between gap-3">
                    <span>{format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}</span>
                    <span className="text-faint">
                      {status ? `HTTP ${status} · ` : ''}
                      {words('took', { milliseconds })}
                    </span>
                  </span>
                  {sentence && <span className="block text-danger">{sentence}</span>}
                </li>
              ))}
            </ol>
            {responseExcerpt && (
              <div className="grid gap-1">
                <p className="font-medium">{words('answered')}</p>
                <pre
                  dir="auto"
                  className="max-h-60 overflow-auto whitespace-pre-wrap break-all rounded-lg border bg-sunken p-3 font-mono text-xs"
                >
                  {responseExcerpt}
                </pre>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
