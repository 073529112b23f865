import { actorOf } from '../../lib/auth/caller.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { platformRoutes as specs } from '../../lib/protocol/routes/setup.ts'
import { appWithSecrets, maskedApp } from './masks.ts'

const messengerApp = route(specs.messengerApp, async (_request, app) => {
  const stored = await app.store.platformApp('messenger')
  return stored ? maskedApp(stored) : { version: 0 as const }
})

const putMessengerApp = route(specs.putMessengerApp, async ({ body, caller }, app) => {
  const stored = await app.store.platformApp('messenger')
  const stale = () => new InterludeError('config.stale_version', 'the application changed after you read it')
  if (body.version !== (stored?.version ?? 0)) throw stale()
  const { version: before, ...fields } = appWithSecrets(body, stored?.fields)
  const changed = { version: before + 1, fields }
  if (!(await app.store.putPlatformApp('messenger', before, changed))) throw stale()
  app.directory.forgetPlatformApp('messenger')
  app.log.warn('application of a platform changed', {
    type: 'messenger',
    version: changed.version,
    by: actorOf(caller).id,
  })
  return maskedApp(changed)
})

/** The routes of the operator's applications at platforms. */
export const platformRoutes: readonly Route[] = [messengerApp, putMessengerApp]
