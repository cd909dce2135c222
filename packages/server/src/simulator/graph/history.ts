import type { Json } from '../graph-error.ts'
import type { LoggedMessage, StatusEvent } from '../messages/message-log.ts'

const applicationId = '5550100000000001'

/** An entry of `GET /{phone-number-id}/message_history`. Meta documents no callback data here, so there are none. */
export function historyEntry(message: LoggedMessage): Json {
  return {
    id: message.historyId,
    message_id: message.wamid,
    events: { data: message.events.filter(isListed).map(eventNode) },
  }
}

/** An edge of `GET /{message-history-id}/events`. */
export function historyEdge(event: StatusEvent): Json {
  return {
    cursor: Buffer.from(event.id).toString('base64'),
    node: {
      id: event.id,
      delivery_status: event.status.toUpperCase(),
      occurrence_timestamp: event.at,
      status_timestamp: event.at,
      application: { id: applicationId },
      ...(event.error !== undefined && { error_description: event.error }),
    },
  }
}

/** The history knows no "played". */
export function isListed(event: StatusEvent): boolean {
  return event.status !== 'played'
}

function eventNode(event: StatusEvent): Json {
  return {
    id: event.id,
    delivery_status: event.status.toUpperCase(),
    webhook_update_state: event.webhook,
    timestamp: event.at,
    application: { id: applicationId },
    ...(event.error !== undefined && { error_description: event.error }),
  }
}
