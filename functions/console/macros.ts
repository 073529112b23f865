import type { App } from '../../lib/app.ts'
import { type Agent, actorOf, agentOf } from '../../lib/auth/caller.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { loadOrNew } from '../../lib/conversations/load.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import type { Macro } from '../../lib/protocol/macros.ts'
import { foldedName } from '../../lib/protocol/names.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { macroRoutes as specs } from '../../lib/protocol/routes/macros.ts'
import { fillTemplate } from '../../lib/protocol/template-values.ts'
import { isRemembered } from '../../lib/session/recent.ts'
import type { Session } from '../../lib/session/session.ts'
import { controlChange } from '../../lib/views/control-change.ts'
import { configured } from './configured.ts'
import { withTagsIn } from './tag-errors.ts'

const macros = route(specs.macros, async ({ params: { botId } }, app) => ({
  items: await configured(app, botId, 'macros'),
}))

const runMacro = route(specs.runMacro, async ({ params, body: { id, macro: name }, caller }, app) => {
  const { session } = await loadOrNew(app, params)
  // The macro or the user's profile may have changed since the command came first. It has its effect once in any case.
  const isRepeated = isRemembered(session, 'runMacro', id)
  const parts = isRepeated ? {} : await partsOf(app, session, name, agentOf(caller))
  const command = { verb: 'runMacro', ...parts, ...defined({ id }), by: actorOf(caller) } as const
  const done = await withTagsIn(
    () => 'macro',
    async () => await execute(app, params, command),
  )
  return controlChange(done.outcome, done.session)
})

/** The parts of a macro for one conversation, with its text filled. */
async function partsOf(app: App, session: Session, name: string, agent: Agent) {
  const { config } = await app.directory.bot(session.botId)
  const { text, tags, handBack } = macroOf(config, name)
  const message =
    text === undefined ? undefined : { type: 'text' as const, text: await filled(app, session, config, text, agent) }
  return defined({ tags, message, handBack } as const)
}

function macroOf({ macros = [] }: BotConfig, name: string): Macro {
  const found = macros.find(each => foldedName(each.name) === foldedName(name))
  if (found) return found
  const message = `the bot has no macro "${name}"`
  throw new InterludeError('macro.not_found', message, { fields: [{ in: 'body', path: 'macro', message }] })
}

/** Fills a text with what is known of the user. Throws `macro.no_value` if a variable has neither a value nor a fallback. */
async function filled(
  { store }: App,
  { id, userId, user: { fullName, language } }: Session,
  { name: botName }: BotConfig,
  template: string,
  { name: agentName }: Agent,
): Promise<string> {
  const attributes = (await store.attributes([id])).get(id)
  const user = { id: userId, fullName, language, attributes }
  const { text, missing } = fillTemplate(template, { user, agentName, botName, conversation: { id } })
  if (missing.length === 0) return text
  const names = missing.map(variable => `{{${variable}}}`).join(', ')
  const message = `no value and no fallback: ${names}`
  throw new InterludeError('macro.no_value', message, { fields: [{ in: 'body', path: 'macro', message }] })
}

/** The routes of macros. */
export const macroRoutes: readonly Route[] = [macros, runMacro]
