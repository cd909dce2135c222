import { useState } from 'react'
import { readStored, writeStored } from '../theme/stored.ts'

const name = 'notifications'

/** Whether this browser shows what comes in while nobody looks: asked for here, and allowed by the person. */
export function areNotificationsOn(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted' && readStored(name) === 'on'
}

export interface NotificationChoice {
  readonly isOn: boolean
  /** The browser has none, or was told never to show any. */
  readonly isImpossible: boolean
  readonly toggle: () => Promise<void>
}

export function useNotificationChoice(): NotificationChoice {
  const [isOn, setOn] = useState(areNotificationsOn)
  const isImpossible = !('Notification' in globalThis) || Notification.permission === 'denied'
  const toggle = async () => {
    const wanted = !isOn && (await Notification.requestPermission()) === 'granted'
    writeStored(name, wanted ? 'on' : null)
    setOn(wanted)
  }
  return { isOn, isImpossible, toggle }
}
