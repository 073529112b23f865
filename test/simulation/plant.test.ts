import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faults as guards } from '../mutations/guards.ts'
import { exploredFaults } from './faults.ts'
import { mutations } from './mutations/mutations.ts'
import { type PlantedFault, treeRoot, withFault } from './plant.ts'
import { planted as simulatedFaults } from './simulator/faults.ts'

type Edit = Omit<PlantedFault, 'name'>

/** Plants the edits of one fault one after the other, in memory only. */
function plantInTexts(edits: readonly Edit[]): void {
  const texts = new Map<string, string>()
  for (const edit of edits) {
    const text = texts.get(edit.file) ?? readFileSync(join(treeRoot, edit.file), 'utf8')
    texts.set(edit.file, withFault(text, edit))
  }
}

const lists: readonly (readonly [name: string, faults: readonly (readonly Edit[])[]])[] = [
  ['mutations', mutations.map(mutation => [...(mutation.also ?? []), mutation])],
  ['of the explorer', exploredFaults.map(fault => [fault])],
  ['of the simulator', simulatedFaults.map(fault => [fault])],
  ['guards of the domain', guards.map(fault => [{ ...fault, file: `lib/session/${fault.file}` }])],
]

/** Only `npm run prove` plants some faults, so every test run must show if the code no longer has their text. */
describe('the text of each planted fault is in the code exactly once', () => {
  it.each(lists)('%s', (_name, faults) => {
    const complaints = faults.flatMap(edits => {
      try {
        plantInTexts(edits)
        return []
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)]
      }
    })

    expect(faults.length).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })
})
