/** Time (ms) for one attempt of a request. Four attempts fit into the 29 s of a function that answers a request. */
const ATTEMPT_MS = 5_000

/**
 * Makes the `requestHandler` option of an SDK client that gives up an attempt after `attemptMs`. The SDK then tries again. Without a
 * limit, an attempt on a dead connection waits until the function ends.
 */
export const withinTime = (attemptMs = ATTEMPT_MS) => ({ requestTimeout: attemptMs, throwOnRequestTimeout: true })
