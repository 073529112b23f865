/**
 * Limits of the Bot API, which counts characters. Interlude counts UTF-16 units: never fewer. Source:
 * core.telegram.org/bots/api, "sendMessage", "sendPhoto" and "InlineKeyboardButton".
 */
export const LIMITS = {
  textChars: 4_096,
  /** The caption of a picture, a file, a recording or a film. */
  captionChars: 1_024,
  /** The data that a pressed button sends back, in bytes. */
  callbackBytes: 64,
} as const

/** Whether Telegram has a button for a link. Others are lines of the text. */
export const isWebLink = (url: string): boolean => /^https?:/.test(url)
