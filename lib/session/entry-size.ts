import type { Entry } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import { MAX_ENTRY_BYTES } from '../protocol/wire.ts'
import type { TailEntry } from './session.ts'

/**
 * Throws `message.too_large` if an entry does not fit a frame. Then nothing of its commit is written. `tail`: of the
 * session that has these entries, which keeps only short ones whole, so that they need not be measured again.
 */
export function checkSize(entries: readonly Entry[], tail: readonly TailEntry[] = []): void {
  for (const entry of entries) {
    if (tail.includes(entry)) continue
    const bytes = Buffer.byteLength(JSON.stringify(entry))
    if (bytes > MAX_ENTRY_BYTES) {
      throw new InterludeError(
        'message.too_large',
        `a message may take ${MAX_ENTRY_BYTES} bytes as JSON, but this one takes ${bytes}`,
      )
    }
  }
}
