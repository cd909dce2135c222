/** One thing that keeps what was given from filling a template. */
export interface ParameterProblem {
  readonly kind: 'missing' | 'too-many' | 'wrong'
  /** Where in the request, e.g. `parameters.body[1]`. */
  readonly path: string
  readonly message: string
}
