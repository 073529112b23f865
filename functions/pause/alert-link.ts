import type { App } from '../../lib/app.ts'
import { type AlertLink, readAlertLink } from '../../lib/auth/alert-links.ts'
import { acknowledgeLink, unacknowledged } from '../../lib/effects/acknowledge.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { alertLinkRoutes as specs } from '../../lib/protocol/routes/alert-links.ts'

// Only the requests of these links read the code of the page.
const page = async () => await import('./alert-page.ts')

interface LinkParams {
  readonly botId: string
  readonly token: string
}

async function linkOf(app: App, { botId, token }: LinkParams): Promise<AlertLink | undefined> {
  return readAlertLink(await app.directory.bot(botId), botId, token, app.clock.now())
}

/** Shows what the link confirms. Changes nothing: software that scans mail opens links too. */
const show = route(specs.showAlert, async ({ params }, app) => {
  const { alertPage } = await page()
  const link = await linkOf(app, params)
  if (!link) return alertPage({ status: 'not_valid' })
  const waiting = await unacknowledged(app, params.botId, link)
  return alertPage(waiting.length === 0 ? { status: 'over' } : { status: 'open', waiting: waiting.length })
})

const confirm = route(specs.confirmAlert, async ({ params }, app) => {
  const { alertPage } = await page()
  const link = await linkOf(app, params)
  if (!link) return alertPage({ status: 'not_valid' })
  const count = await acknowledgeLink(app, params.botId, link)
  app.log.info('alert acknowledged by its link', { botId: params.botId, conversations: count })
  return alertPage(count === 0 ? { status: 'over' } : { status: 'confirmed', waiting: count })
})

/** The page behind the link of an alert. The link is the permission. */
export const alertLinkRoutes: readonly Route[] = [show, confirm]
