import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** Looks until there is something to see, and answers that. Throws past the limit, with what `so far` says. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = 15_000, soFar = () => '' }: { withinMs?: number; soFar?: () => string } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() >= deadline) throw new Error(`never came: ${what}. ${soFar()}`)
    await sleep(LOOK_EVERY_MS)
  }
}
