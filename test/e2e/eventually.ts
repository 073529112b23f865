import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** For what may be late on a busy machine. */
export const FOR_LONG = { withinMs: 60_000 } as const
/** For many that look at the same time: seldom, so that they leave time for what they wait for. */
export const PATIENTLY = { ...FOR_LONG, everyMs: 200 } as const

/**
 * Calls `look` every `everyMs` until it returns a value, and returns that. Throws after `withinMs`, with the text of
 * `soFar`.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  {
    withinMs = 15_000,
    everyMs = LOOK_EVERY_MS,
    soFar = () => '',
  }: { withinMs?: number; everyMs?: number; soFar?: () => Promise<string> | string } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() >= deadline) throw new Error(`never came: ${what}. ${await soFar()}`)
    await sleep(everyMs)
  }
}
