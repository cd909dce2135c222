import http from 'node:http'

const agent = new http.Agent({ keepAlive: true })

export interface Answer {
  readonly status: number
  readonly body: string
}

/** One request over a connection that stays open; as cheap as a client can be, because its time counts. */
export function ask(
  url: string,
  method: 'GET' | 'POST',
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}
