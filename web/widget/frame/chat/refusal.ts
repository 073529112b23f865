/** An error answer, with its status and code. A problem's text is for people who read logs. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** Requests JSON. Throws a `Refusal` for an error answer. */
export async function getJson<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init)
  if (answer.ok) return await answer.json()
  const problem: { readonly code?: unknown } = await answer.json().catch(() => ({}))
  throw new Refusal(answer.status, `${problem.code ?? ''}`)
}
