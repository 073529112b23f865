/**
 * Limits of the Send API. Meta does not say how it counts a character, so Interlude counts UTF-16 units: never fewer than
 * characters or code points. Source: developers.facebook.com/documentation/business-messaging/messenger-platform, "Send
 * API" (text), "Quick replies", "Generic template", "Button template", "Postback button".
 */
export const LIMITS = {
  textChars: 2_000,
  quickReplies: 13,
  /** Of a quick reply and of a button. */
  choiceTitleChars: 20,
  /** Of a quick reply and of a postback button. */
  choicePayloadChars: 1_000,
  cards: 10,
  /** Of a card: its title, and its subtitle. */
  cardTitleChars: 80,
  /** Of a card, and of a text. */
  buttons: 3,
  /** Of a text with buttons. */
  buttonTextChars: 640,
} as const
