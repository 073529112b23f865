import type { CheckCall } from '../../protocol/bot.ts'
import type { ChannelCheck } from '../../protocol/channel-check.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { ChannelPorts, Here } from '../channel.ts'
import { later, outcome, type Verdicts } from '../check.ts'

const TIMEOUT_MS = 3_000

type OfWebhooks = 'address.ok' | 'address.refused' | 'answer.ok' | 'answer.missing' | 'answer.failed' | 'answer.refused'

const VERDICTS: Verdicts<OfWebhooks> = {
  'address.ok': { status: 'ok', says: () => 'Interlude may call this URL.' },
  'address.refused': {
    status: 'wrong',
    says: ({ reason }) =>
      `Interlude does not call this URL: ${reason}. Enter one that is public and begins with https.`,
  },
  'answer.ok': { status: 'ok', says: () => 'Your connector answered a signed call.' },
  'answer.missing': {
    status: 'wrong',
    says: ({ reason }) =>
      `Your server has nothing at this URL (${reason}). Correct the URL, or publish the connector there.`,
  },
  'answer.failed': {
    status: 'wrong',
    says: ({ reason }) => `Your connector cannot be called: ${reason}. Look at its log, and whether it runs.`,
  },
  'answer.refused': {
    status: 'unknown',
    says: ({ reason }) =>
      `The call of this check was refused: ${reason}. Nothing is wrong if your connector does not know calls of the type "check". Otherwise compare the secrets.`,
  },
}

/** Checks whether the connector's URL is allowed, and whether it answers a signed call that carries no message. */
export async function check(
  { webhooks }: ChannelPorts,
  { url, secret }: ChannelOf<'webhook'>,
  { now }: Here,
): Promise<readonly ChannelCheck[]> {
  const reason = webhooks.refusal(url)
  if (reason !== undefined) return [outcome(VERDICTS, 'address', 'address.refused', { reason }), later('answer')]
  const address = outcome(VERDICTS, 'address', 'address.ok', {})
  const body: CheckCall = { type: 'check' }
  const result = await webhooks.post({ url, secret, id: `check:${now}`, body, timeoutMs: TIMEOUT_MS })
  switch (result.status) {
    case 'ok':
      return [address, outcome(VERDICTS, 'answer', 'answer.ok', {})]
    case 'missing':
    case 'refused':
      return [address, outcome(VERDICTS, 'answer', `answer.${result.status}`, { reason: result.reason })]
    case 'retry':
      return [address, outcome(VERDICTS, 'answer', 'answer.failed', { reason: result.reason })]
    case 'skipped':
      return [address, later('answer')]
    default:
      return result satisfies never
  }
}
