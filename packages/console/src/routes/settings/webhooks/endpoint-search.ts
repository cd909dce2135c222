export interface EndpointSearch {
  /** The delivery that is shown. */
  readonly delivery?: string
}

export function readEndpointSearch({ delivery }: Record<string, unknown>): EndpointSearch {
  return typeof delivery === 'string' ? { delivery } : {}
}
