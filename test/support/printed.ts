import { afterEach, beforeEach, vi } from 'vitest'

export type Line = Readonly<Record<string, unknown>>

/** Captures the output of each test on both streams, one JSON object per line. */
export function printedLines(): { lines(): Line[]; text(): string } {
  let text = ''
  beforeEach(() => {
    text = ''
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation(chunk => {
        text += String(chunk)
        return true
      })
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  return {
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as Line),
  }
}
