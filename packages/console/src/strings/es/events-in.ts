import type { eventsIn as english } from '../en/events-in.ts'
import type { Words } from '../words.ts'

export const eventsIn: Words<typeof english> = {
  title: 'Eventos recibidos',
  intro: 'Cada webhook tal como llegó, byte a byte, y qué fue de él.',
  all: 'Todos',
  refresh: 'Actualizar',
  number: 'Número',
  received: 'Recibido',
  transport: 'Transporte',
  'transport_cloud-api': 'API de la nube de Meta',
  transport_twilio: 'Twilio',
  bytes: 'Bytes',
  state: 'Estado',
  state_pending: 'En espera',
  state_projected: 'Leído',
  state_parked: 'Apartado',
  attempts: '{count, plural, one {un intento} other {# intentos}}',
  replay: 'Leer de nuevo',
  replayParked: 'Leer de nuevo los apartados',
  replayed:
    '{replayed, plural, =0 {Nada que leer de nuevo} one {Se leyó uno de nuevo} other {Se leyeron # de nuevo}}{parked, plural, =0 {} one {; uno sigue apartado} other {; # siguen apartados}}',
  body: 'Webhook {seq}',
  redacted: 'De este cuerpo se quitó lo que nombraba a una persona que pidió ser borrada.',
  nothing: 'Aún no ha llegado ningún webhook',
  nothingWhy:
    'Conecta un número en Cuentas o escribe desde el teléfono: cada webhook que llegue aparecerá aquí con su cuerpo original.',
  nothingFiltered: 'Ninguno en este estado',
  nothingFilteredWhy: 'Elige «Todos» arriba para ver cada webhook que llegó.',
  connect: 'Conectar un número',
  nothingParked: 'No hay nada apartado',
  nothingParkedWhy:
    'Un webhook que no se puede leer se aparta aquí con el motivo, y se puede leer de nuevo tras una actualización. Ninguno se pierde.',
}
