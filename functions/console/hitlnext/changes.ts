import type { App } from '../../../lib/app.ts'
import { actorOf, agentOf } from '../../../lib/auth/caller.ts'
import { deliveryFor } from '../../../lib/channels/delivery-mode.ts'
import { execute } from '../../../lib/conversations/execute.ts'
import { loadOrNew, type Target } from '../../../lib/conversations/load.ts'
import { defined } from '../../../lib/defined.ts'
import type { Handler, Request } from '../../../lib/http/route.ts'
import { SessionId } from '../../../lib/protocol/ids.ts'
import { foldedName } from '../../../lib/protocol/names.ts'
import { InterludeError, invalid } from '../../../lib/protocol/problem.ts'
import type { hitlnextRoutes as specs } from '../../../lib/protocol/routes/hitlnext.ts'
import type { Claim, Unpause } from '../../../lib/session/control-commands.ts'
import { asOf } from '../../../lib/session/decide.ts'
import { holderOf } from '../../../lib/session/holder.ts'
import { newestEpisode, openEpisode } from '../../../lib/session/open-episode.ts'
import type { Session } from '../../../lib/session/session.ts'
import type { TagConversation } from '../../../lib/session/tag-commands.ts'
import { hitlnextComment } from '../../../lib/views/hitlnext.ts'
import { withTagsIn } from '../tag-errors.ts'
import { type HandoffParams, handoffAt, placeOf } from './found.ts'

type Specs = typeof specs

export const create: Handler<Specs['hitlnextCreate']> = async ({ params: { botId }, body, caller }, app) => {
  const target = await targetOf(app, botId, body)
  const delivery = 'channel' in target ? { delivery: await deliveryFor(app, target) } : {}
  const trigger = caller.as === 'agent' ? 'agent' : 'operator'
  const { session } = await execute(app, target, { verb: 'pause', by: actorOf(caller), trigger, ...delivery })
  return await handoffAt(app, { session, number: session.episodes })
}

/** Returns the conversation that a client names by the thread's id, or by the conversation's own id. */
async function targetOf(
  app: App,
  botId: string,
  { userId, userChannel, userThreadId }: Request<Specs['hitlnextCreate']>['body'],
): Promise<Target> {
  const id = SessionId.safeParse(userThreadId)
  if (!id.success) return { botId, userId, channel: userChannel, ...defined({ threadId: userThreadId }) }
  const { session } = await loadOrNew(app, { botId, id: id.data })
  if (session.userId !== userId || session.channel !== userChannel) {
    throw invalid([{ in: 'body', path: 'userThreadId', message: 'must be a conversation of this user and channel' }])
  }
  return { botId, id: id.data }
}

export const assign: Handler<Specs['hitlnextAssign']> = async ({ params, caller }, app) =>
  await change(app, params, { verb: 'claim', by: actorOf(agentOf(caller)) }, (session, number) => {
    openEpisode(session, number, 'you did not take it')
  })

/** Replaces the tags of an open handoff. A tag that somebody else adds meanwhile stays. */
export const update: Handler<Specs['hitlnextUpdate']> = async ({ params, body, caller }, app) => {
  const { session } = await placeOf(app, params)
  const wanted = new Set(body.tags.map(foldedName))
  const remove = session.tags?.filter(each => !wanted.has(foldedName(each))) ?? []
  const command = { verb: 'tag', by: actorOf(caller), add: body.tags, remove } as const
  return await withTagsIn(
    path => path.replace(/^add/, 'tags'),
    async () =>
      await change(app, params, command, (now, number) => {
        openEpisode(now, number, 'you did not tag it')
      }),
  )
}

export const resolve: Handler<Specs['hitlnextResolve']> = async ({ params, caller }, app) =>
  await change(app, params, { verb: 'unpause', by: actorOf(caller), outcome: 'resolved' }, (session, number) => {
    const { handoff } = openEpisode(session, number, 'you did not resolve it')
    if (handoff.status === 'assigned') return
    const holder = holderOf(session)
    throw new InterludeError('handoff.not_yours', 'no agent has this handoff: assign or reject it', { holder })
  })

export const reject: Handler<Specs['hitlnextReject']> = async ({ params, caller }, app) =>
  await change(app, params, { verb: 'unpause', by: actorOf(caller), outcome: 'rejected' }, (session, number) => {
    openEpisode(session, number, 'you did not reject it')
  })

type Check = (session: Session, number: number) => void

/** Changes the conversation of a handoff if `check` lets its state pass, and answers the handoff. */
async function change(app: App, params: HandoffParams, command: Claim | Unpause | TagConversation, check: Check) {
  const { session, number } = await placeOf(app, params)
  const done = await execute(
    app,
    { botId: params.botId, id: session.id },
    command,
    await atCommit(app, session, number, check),
  )
  return await handoffAt(app, { session: done.session, number })
}

/** Checks the state that the command meets, with what is overdue carried out. */
async function atCommit(
  { clock, policyOf }: App,
  { botId }: Session,
  number: number,
  check: Check,
): Promise<(session: Session) => void> {
  const policy = await policyOf(botId)
  return session => check(asOf(session, clock.now(), policy), number)
}

export const comment: Handler<Specs['hitlnextComment']> = async ({ params, body, caller }, app) => {
  const { session, number } = await placeOf(app, params)
  const command = { verb: 'note', by: actorOf(caller), text: body.content } as const
  const isNewest: Check = (now, of) => newestEpisode(now, of, 'you did not write the comment')
  const target = { botId: params.botId, id: session.id }
  const { decision } = await execute(app, target, command, await atCommit(app, session, number, isNewest))
  const written = decision.entries.find(entry => entry.kind === 'note')
  if (written?.kind !== 'note') throw new Error('a note wrote no entry')
  return hitlnextComment(session, number, written)
}
