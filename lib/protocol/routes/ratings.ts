import { RateBody, RatingAnswer } from '../rating.ts'
import {
  BotPath,
  bot,
  control,
  Nothing,
  notOwn,
  type RouteSpec,
  SessionPath,
  Thread,
  UserPath,
  UserQuery,
} from './spec.ts'

const rates = {
  method: 'POST',
  tag: 'messages',
  tolerant: true,
  body: RateBody,
  answer: { schema: RatingAnswer },
  errors: [notOwn, 'rating.not_open', 'rating.given', ...control],
} as const

/** The routes that take the user's rating of the part of people, from the user or from the channel that asked them. */
export const ratingRoutes = {
  rate: {
    ...rates,
    path: `${bot}/channel/{channel}/user/{userId}/rating`,
    summary:
      "Rates the newest part of people in a user's conversation, once. Repeated with the same stars and comment, it answers as before.",
    who: ['bot', 'user'],
    params: UserPath,
    query: Thread,
  },
  rateAddressed: {
    ...rates,
    path: `${bot}/rating`,
    summary:
      "Rates the newest part of people, with the user's ids in the query. Use it for ids that a path cannot carry.",
    who: ['bot', 'user'],
    params: BotPath,
    query: UserQuery,
  },
  rateSession: {
    ...rates,
    path: `${bot}/conversations/{id}/rating`,
    summary: "Passes a user's rating on, with the conversation's id in the path.",
    who: ['bot'],
    params: SessionPath,
    query: Nothing,
  },
} as const satisfies Record<string, RouteSpec>
