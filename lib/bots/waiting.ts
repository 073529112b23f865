/** Waits, in ms, between checks on another request. The last one repeats. */
const LOOK_AGAIN_MS = [20, 40, 80, 160, 250]

/** Longest time, in ms, that a request waits for another one's result. */
export const MAX_WAIT_MS = 24_000

export function lookAgainMs(looks: number): number {
  return LOOK_AGAIN_MS[Math.min(looks, LOOK_AGAIN_MS.length - 1)] ?? 0
}
