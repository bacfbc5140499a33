/** A request that the API does not take, with the status and the words that say why. */
export class Refused extends Error {
  readonly status: 400 | 406

  constructor(status: 400 | 406, detail: string) {
    super(detail)
    this.name = 'Refused'
    this.status = status
  }
}
