import type { calls as english } from '../en/calls.ts'
import type { Words } from '../words.ts'

export const calls: Words<typeof english> = {
  title: 'Llamadas',
  intro: 'Llamadas de voz en tus números, hasta donde WhatsApp informó de ellas.',
  direction: 'Dirección',
  all: 'Todas las llamadas',
  inbound: 'Entrante',
  outbound: 'Saliente',
  who: 'Con',
  state: 'Estado',
  at: 'Cuándo',
  duration: 'Duración',
  unknownCaller: 'Desconocido',
  nothing: 'Aún no hay llamadas',
  nothingWhy:
    'Cuando un cliente llame a uno de tus números por WhatsApp y las llamadas estén activadas, cada llamada aparecerá aquí desde el primer tono.',
  state_connect: 'Conectando',
  state_ringing: 'Sonando',
  state_accepted: 'Aceptada',
  state_rejected: 'Rechazada',
  state_terminate: 'Terminada',
  state_unknown: 'Desconocido',
}
