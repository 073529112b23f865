import { afterEach, beforeEach, vi } from 'vitest'

export type Line = Readonly<Record<string, unknown>>

/** What is printed in each test, on either stream: kept, as one JSON object a line, instead of shown. */
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
