import type { PlantedFault } from '../plant.ts'
import type { Ground } from './hunt.ts'

/** A fault of the real code that the laboratory must catch. */
export interface Mutation extends PlantedFault {
  /** What it breaks: the rule of the fence by its number, or a promise by its name. */
  readonly rule: string
  /** Where it shows first. */
  readonly ground: Ground
  /** Caught in a moment: tried with every run of the tests. */
  readonly quick?: true
  /** Other places that must change with it. */
  readonly also?: readonly Omit<PlantedFault, 'name'>[]
}
