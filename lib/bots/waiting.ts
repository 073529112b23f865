/** Waits, in ms, between looks at what another request is about; the last is repeated. */
const LOOK_AGAIN_MS = [20, 40, 80, 160, 250]

/** No request waits longer, in ms, for another's result. */
export const MAX_WAIT_MS = 24_000

export function lookAgainMs(looks: number): number {
  return LOOK_AGAIN_MS[Math.min(looks, LOOK_AGAIN_MS.length - 1)] ?? 0
}
