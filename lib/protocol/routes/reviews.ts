import * as z from 'zod'
import { Replies } from '../bot.ts'
import { SuperviseBody } from '../control-bodies.ts'
import { ControlChange, Written } from '../conversation.ts'
import { CommandId } from '../ids.ts'
import { approveFields } from '../review.ts'
import { bot, control, Nothing, type RouteSpec, SessionPath } from './spec.ts'

export const ApproveBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    ...approveFields,
    replies: Replies.min(1).exactOptional().meta({
      description: "What the user gets in place of the bot's words. Missing: the reply is sent as it is.",
    }),
  })
  .meta({ id: 'Approve' })

/** The routes of supervised mode. */
export const reviewRoutes = {
  supervise: {
    method: 'POST',
    path: `${bot}/conversations/{id}/supervise`,
    tag: 'conversations',
    summary:
      'Puts the bot under supervision: from now on each of its replies waits until an agent sends it, edits it or answers instead. `unpause` ends it.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: Nothing,
    tolerant: true,
    body: SuperviseBody.default({}),
    answer: { schema: ControlChange },
    errors: ['session.not_found', 'handoff.open', ...control],
  },
  approve: {
    method: 'POST',
    path: `${bot}/conversations/{id}/approve`,
    tag: 'conversations',
    summary:
      'Sends a reply of a supervised bot to the user, as it is or edited. Tells who decided if somebody else did before.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    // Not tolerant: an edit that is dropped would send the bot's own words.
    body: ApproveBody,
    answer: { schema: Written },
    errors: ['session.not_found', 'review.closed', 'message.too_large', ...control],
  },
} as const satisfies Record<string, RouteSpec>
