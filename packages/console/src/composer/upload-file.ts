import type { Media, Problem } from '@switchboard/contract'
import { ProblemError } from '../api/problem.ts'

export interface Upload {
  readonly done: Promise<Media>
  readonly abort: () => void
}

/** `POST /v1/media`, telling how much of it is up (0 to 1), which `fetch` can't. */
export function uploadFile(file: File, onProgress: (share: number) => void): Upload {
  const asked = new XMLHttpRequest()
  const done = new Promise<Media>((resolve, reject) => {
    asked.open('POST', '/v1/media')
    asked.setRequestHeader('accept', 'application/json')
    asked.responseType = 'json'
    asked.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    asked.onload = () => {
      // The contract of the address, or a problem document.
      if (asked.status === 201) resolve(asked.response as Media)
      else reject(new ProblemError(asked.status, (asked.response ?? {}) as Partial<Problem>))
    }
    asked.onerror = () => reject(new TypeError('The server was not reached.'))
    asked.onabort = () => reject(new DOMException('The upload was taken back.', 'AbortError'))
    const form = new FormData()
    form.set('file', file, file.name)
    asked.send(form)
  })
  return { done, abort: () => asked.abort() }
}
