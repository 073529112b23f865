import type { Mutation } from './mutation.ts'
import { ofDelivery } from './of-delivery.ts'
import { ofEffects } from './of-effects.ts'
import { ofTheLog } from './of-the-log.ts'
import { ofTurns } from './of-turns.ts'

/** Faults that are planted in a copy of the code, one at a time, and must be caught. */
export const mutations: readonly Mutation[] = [...ofTheLog, ...ofTurns, ...ofDelivery, ...ofEffects]
