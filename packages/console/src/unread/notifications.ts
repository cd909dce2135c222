import { useEffect, useState } from 'react'
import { firstDrawing } from '../api/first-drawing.ts'
import { readStored, writeStored } from '../theme/stored.ts'

const name = 'notifications'

/** Whether this browser shows what comes in while nobody looks: asked for here, and allowed by the person. */
export function areNotificationsOn(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted' && readStored(name) === 'on'
}

export interface NotificationChoice {
  readonly isOn: boolean
  /** The browser has none, or was told never to show any; or it was not asked yet. */
  readonly isImpossible: boolean
  readonly toggle: () => Promise<void>
}

export function useNotificationChoice(): NotificationChoice {
  const [isOn, setOn] = useState(false)
  const [isImpossible, setImpossible] = useState(true)
  useEffect(() => {
    let isHere = true
    const look = () => {
      if (!isHere) return
      setOn(areNotificationsOn())
      setImpossible(!('Notification' in globalThis) || Notification.permission === 'denied')
    }
    // The page stands still while the browser is asked: not before there is something to be seen.
    void Promise.resolve(firstDrawing()).then(look)
    return () => {
      isHere = false
    }
  }, [])
  const toggle = async () => {
    const wanted = !isOn && (await Notification.requestPermission()) === 'granted'
    writeStored(name, wanted ? 'on' : null)
    setOn(wanted)
  }
  return { isOn, isImpossible, toggle }
}
