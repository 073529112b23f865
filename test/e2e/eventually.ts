import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** Calls `look` until it returns a value, and returns that. Throws after `withinMs`, with the text of `soFar`. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = 15_000, soFar = () => '' }: { withinMs?: number; soFar?: () => Promise<string> | string } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() >= deadline) throw new Error(`never came: ${what}. ${await soFar()}`)
    await sleep(LOOK_EVERY_MS)
  }
}
