import { createHmac } from 'node:crypto'

/**
 * Returns the secret that Telegram repeats in the header `X-Telegram-Bot-Api-Secret-Token`: 64 hexadecimal digits, which
 * the header may contain. It follows from the bot's token, so the operator keeps one secret and not two, it is never a
 * weak one, and it changes with the token. It does not reveal the token. Source: core.telegram.org/bots/api, "setWebhook".
 */
export function webhookSecret(botToken: string): string {
  return createHmac('sha256', botToken).update('interlude-webhook').digest('hex')
}
