import type { Holding } from '../holding.ts'

/** The actions of an agent on a conversation, beside taking it over and handing it back. */
export type Way = 'pass-on' | 'put-back' | 'decline' | 'supervise' | 'take' | 'whisper'

/** An action that a dialog asks about. The others are carried out at once. */
export type Asked = Exclude<Way, 'supervise' | 'take'>

export const isAsked = (way: Way): way is Asked => way !== 'supervise' && way !== 'take'

/** Lists the ways that an agent has. `ofOthers`: the agent may transfer other agents' conversations. */
export function waysFor(holding: Holding, ofOthers: boolean): readonly Way[] {
  switch (holding.by) {
    case 'bot':
      return ['supervise']
    case 'supervised':
      return []
    case 'nobody':
      return ['pass-on', 'decline']
    case 'me':
      return ['pass-on', 'put-back']
    case 'other':
      return ofOthers ? ['take', 'whisper', 'pass-on', 'put-back'] : []
    default:
      return holding satisfies never
  }
}
