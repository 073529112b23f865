import type { Entry } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import { MAX_ENTRY_BYTES } from '../protocol/wire.ts'

/** Throws `message.too_large` if an entry does not fit a frame. Then nothing of its commit is written. */
export function checkSize(entries: readonly Entry[]): void {
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry))
    if (bytes > MAX_ENTRY_BYTES) {
      throw new InterludeError(
        'message.too_large',
        `a message may take ${MAX_ENTRY_BYTES} bytes as JSON, but this one takes ${bytes}`,
      )
    }
  }
}
