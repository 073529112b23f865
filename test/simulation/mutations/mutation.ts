import type { PlantedFault } from '../plant.ts'
import type { Ground } from './hunt.ts'

/** A fault in the real code that the laboratory must find. */
export interface Mutation extends PlantedFault {
  /** The broken promise: the number of a rule of the fence, or a name. */
  readonly rule: string
  /** The place where the fault shows first. */
  readonly ground: Ground
  /** Whether it is found in a moment, so that every test run tries it. */
  readonly quick?: true
  /** Edits of other places that belong to the fault. */
  readonly also?: readonly Omit<PlantedFault, 'name'>[]
}
