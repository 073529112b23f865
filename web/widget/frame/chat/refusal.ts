/** An answer that says no, by its status and code. The words of a problem are for people who read logs. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** Gets JSON, or throws a `Refusal`. */
export async function getJson<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init)
  if (answer.ok) return await answer.json()
  const problem: { readonly code?: unknown } = await answer.json().catch(() => ({}))
  throw new Refusal(answer.status, `${problem.code ?? ''}`)
}
