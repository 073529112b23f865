import * as z from 'zod'
import { ControlChange } from '../conversation.ts'
import { Macro, RunMacroBody } from '../macros.ts'
import { BotPath, bot, control, Nothing, type RouteSpec, SessionPath } from './spec.ts'

/** The routes of macros. */
export const macroRoutes = {
  macros: {
    method: 'GET',
    path: `${bot}/macros`,
    tag: 'agents',
    summary: "Lists a bot's macros, in the order of its configuration.",
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    answer: { schema: z.object({ items: z.array(Macro) }) },
    errors: [],
  },
  runMacro: {
    method: 'POST',
    path: `${bot}/conversations/{id}/macros`,
    tag: 'conversations',
    summary:
      'Carries out a macro in a conversation of the calling agent, or one that waits: tags, message and end together, or nothing.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    body: RunMacroBody,
    answer: { schema: ControlChange },
    errors: [
      'session.not_found',
      'macro.not_found',
      'macro.no_value',
      'tag.not_found',
      'tag.too_many',
      'message.too_large',
      'handoff.not_yours',
      'agent.at_capacity',
      ...control,
    ],
  },
} as const satisfies Record<string, RouteSpec>
