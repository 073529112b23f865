import type { App } from '../app.ts'
import { execute } from '../session/execute.ts'
import type { Notice } from '../session/ports.ts'
import { episodeId, type Session } from '../session/session.ts'

/**
 * Tells agents that a person waits, if one does: publishes the notice, then notes it in the log. A crash in between alerts
 * twice; a failure is tried again by deadline. `session` must be as it is stored now.
 */
export async function alertAgents(app: App, session: Session): Promise<void> {
  const { control } = session
  if (control.holder === 'bot' || control.handoff.status !== 'pending') return
  const ok = await app.notifier.publish(noticeOf(app, session, control.trigger, control.handoff)).then(
    () => true,
    error => {
      app.log.error('alert failed', { session: session.id, epoch: session.epoch, error: String(error) })
      app.metrics.count('AlertsFailed')
      return false
    },
  )
  await execute(app, { id: session.id, botId: session.botId }, { verb: 'alerted', episode: session.episodes, ok })
}

function noticeOf(
  { settings }: App,
  session: Session,
  trigger: string,
  { priority, alerts }: { readonly priority: string; readonly alerts: number },
): Notice {
  const { botId, channel, id, preview } = session
  const link = `${settings.consoleUrl}?bot=${encodeURIComponent(botId)}&conversation=${id}`
  const words = settings.alertsIncludeText && preview ? `\n\nLast message: ${preview.text}` : ''
  const again = alerts === 0 ? '' : ' still'
  return {
    subject: subjectLine(`${botId}: somebody${again} waits for a person (${trigger})`),
    email: [
      `Somebody${again} waits for a person.`,
      '',
      `Bot: ${botId}`,
      `Channel: ${channel}`,
      `Why: ${trigger}`,
      `Priority: ${priority}`,
      '',
      `Take over: ${link}${words}`,
    ].join('\n'),
    sms: `${botId}: somebody${again} waits for a person (${trigger}). ${link}`,
    data: {
      type: 'handoff',
      event: alerts === 0 ? 'requested' : 'reminder',
      botId,
      channel,
      conversation: id,
      episodeId: episodeId(session, session.episodes),
      trigger,
      priority,
      url: link,
      ...(words !== '' && preview && { lastMessage: preview.text }),
    },
    attributes: { botId, channel, event: alerts === 0 ? 'handoff.requested' : 'handoff.reminder', trigger, priority },
  }
}

/** SNS takes subjects of ASCII, one line, under 100 characters. */
function subjectLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 99)
}
