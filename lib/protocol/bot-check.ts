import * as z from 'zod'

/**
 * The outcome of a call to a server of the operator. `answered`: it answered as Interlude expects. `acknowledged`: it took
 * the message, and answers later. `forbidden`: Interlude does not call this address. `missing`: it answered 404 or 410.
 * `rejected`: it answered with another error of the caller. `failed`: no connection, or an error of the server. `late`: no
 * answer within the longest time limit. `unreadable`: Interlude does not understand the answer.
 */
export const TrialOutcome = z
  .enum(['answered', 'acknowledged', 'forbidden', 'missing', 'rejected', 'failed', 'late', 'unreadable'])
  .meta({ id: 'TrialOutcome' })
export type TrialOutcome = z.infer<typeof TrialOutcome>

/** A call to a server of the operator, made to try it. */
export const Trial = z
  .object({
    outcome: TrialOutcome,
    reason: z.string().exactOptional().meta({ description: 'The failure in words. Missing if there is none.' }),
    tookMs: z.int().min(0).meta({ description: 'Time from the call to its answer.' }),
  })
  .meta({ id: 'Trial' })
export type Trial = z.infer<typeof Trial>

/** The trial calls to the servers of a bot. A server that is not configured is missing. */
export const BotCheck = z
  .object({
    connector: Trial.exactOptional().meta({ description: 'A message with `trial: true`, which no user wrote.' }),
    events: Trial.exactOptional().meta({ description: 'A call of the type `check` to the endpoint of events.' }),
  })
  .meta({ id: 'BotCheck' })
export type BotCheck = z.infer<typeof BotCheck>
